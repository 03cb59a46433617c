using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard;
using Aspire.Hosting.Eventing;
using Aspire.Hosting.Health;
using Aspire.Hosting.Terminal;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Orchestration;

/// <summary>Brings the application up, each resource as soon as what it waits for is there, and takes it down in the reverse order.</summary>
internal sealed class Orchestrator(
    AppHostSettings settings,
    DistributedApplicationModel model,
    DistributedApplicationExecutionContext executionContext,
    ResourceNotificationService notifications,
    IDistributedApplicationEventing eventing,
    DataFolders folders,
    Survivors survivors,
    ModelPreparation preparation,
    ResourceHealthMonitor health,
    PartStates parts,
    RunFileWriter runFile,
    ConsoleOutput console,
    StartSupervisor supervisor,
    DashboardRunner dashboard,
    ResourceLoggerService loggers,
    IServiceProvider services) : IHostedService, IAsyncDisposable
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(25);

    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly List<Task> _loops = [];
    private readonly List<Task> _starts = [];
    private PreparedModel _prepared = PreparedModel.Empty;
    private RunLock? _lock;
    private bool _isDown;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (executionContext.IsPublishMode)
        {
            throw new DistributedApplicationException($"Publishing (--publisher {executionContext.PublisherName}) is not supported by this app host yet.");
        }
        _lock = RunLock.Acquire(settings.DataRoot);
        await survivors.EndAsync(cancellationToken);
        _prepared = preparation.Prepare(_stopping.Token);
        await dashboard.StartAsync(cancellationToken);
        _loops.AddRange([console.RunAsync(_ended.Token), supervisor.RunAsync(_ended.Token), health.RunAsync(_ended.Token), parts.RunAsync(_ended.Token), runFile.RunAsync(_ended.Token), dashboard.RunAsync(_ended.Token)]);
        await AnnounceAsync(cancellationToken);
        _starts.AddRange(_prepared.Runners.Where(runner => ResourceKinds.StartsByItself(runner.Resource)).Select(runner => StartAsync(runner, _stopping.Token)));
        await eventing.PublishAsync(new AfterResourcesCreatedEvent(services, model), cancellationToken);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_isDown)
        {
            return;
        }
        _isDown = true;
        try
        {
            await StopResourcesAsync(cancellationToken);
            await dashboard.DisposeAsync();
            await _ended.CancelAsync();
            await Task.WhenAll([.. _starts, .. _loops, .. _prepared.Proxies.Select(proxy => proxy.DisposeAsync().AsTask())]);
        }
        finally
        {
            CleanUp();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        _stopping.Dispose();
        _ended.Dispose();
    }

    private async Task StopResourcesAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bounded.CancelAfter(StopTimeout);
        var runners = _prepared.Runners.ToDictionary(runner => runner.Resource);
        foreach (var wave in StopOrder.Waves(runners.Keys))
        {
            await Task.WhenAll(wave.Select(resource => runners[resource].StopAsync(bounded.Token)));
        }
    }

    private void CleanUp()
    {
        folders.DeleteTemporary();
        if (_lock is not null)
        {
            RunFile.Delete(settings.DataRoot);
            _lock.Dispose();
        }
    }

    private async Task AnnounceAsync(CancellationToken cancellationToken)
    {
        foreach (var resource in model.Resources)
        {
            await notifications.PublishUpdateAsync(resource, snapshot => InitialState.Of(resource, snapshot));
        }
        foreach (var resource in model.Resources)
        {
            await eventing.PublishAsync(new InitializeResourceEvent(resource, eventing, loggers, notifications, services), cancellationToken);
            if (resource is IResourceWithEndpoints)
            {
                await eventing.PublishAsync(new ResourceEndpointsAllocatedEvent(resource, services), cancellationToken);
            }
            if (resource is IResourceWithConnectionString)
            {
                await eventing.PublishAsync(new ConnectionStringAvailableEvent(resource, services), cancellationToken);
            }
            await ResourceUrls.PublishAsync(resource, executionContext, notifications, cancellationToken);
        }
    }

    private static async Task StartAsync(ResourceRunner runner, CancellationToken cancellationToken)
    {
        try
        {
            // Without the yield the first resources would be prepared one after the other, in the caller's time.
            await Task.Yield();
            await runner.StartAsync(cancellationToken);
        }
        catch (Exception)
        {
            // The runner has published what went wrong; whoever waits for the resource learns it from its state.
        }
    }
}
