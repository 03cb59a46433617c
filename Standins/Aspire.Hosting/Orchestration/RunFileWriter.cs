using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard;
using Aspire.Hosting.Terminal;

namespace Aspire.Hosting.Orchestration;

/// <summary>Keeps the run file true, and whole: it is written as soon as every resource of the model is known, never with some of them.</summary>
internal sealed class RunFileWriter(AppHostSettings settings, DistributedApplicationModel model, DataFolders folders, ResourceNotificationService notifications, DashboardRunner dashboard, ConsoleOutput console, TimeProvider time)
{
    private readonly DateTimeOffset _startTime = time.GetUtcNow();
    private readonly Dictionary<string, RunStateResource> _resources = new(StringComparer.OrdinalIgnoreCase);
    private bool _isWhole;
    private bool _isBroken;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var change in notifications.WatchAsync(cancellationToken))
            {
                var entry = Entry(change);
                if (!_resources.TryGetValue(change.ResourceId, out var before) || !Same(before, entry))
                {
                    _resources[change.ResourceId] = entry;
                    WriteIfWhole();
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The application ends; the file is deleted when everything is down.
        }
    }

    private void WriteIfWhole()
    {
        _isWhole = _isWhole || model.Resources.All(resource => _resources.Values.Any(entry => entry.Name == resource.Name));
        if (_isWhole)
        {
            Write();
        }
    }

    private void Write()
    {
        try
        {
            RunFile.Write(settings.DataRoot, new RunState(
                Environment.ProcessId, ProcessIdentity.StartOf(Environment.ProcessId) ?? 0, settings.Name, _startTime, folders.Temporary,
                [.. _resources.Values.OrderBy(r => r.Id, StringComparer.Ordinal)], Dashboard()));
            _isBroken = false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A full disk must not end the application; it is told once.
            if (!_isBroken)
            {
                console.Tell($"{settings.Name}: '{RunFile.PathOf(settings.DataRoot)}' cannot be written: {exception.Message}", isError: true);
            }
            _isBroken = true;
        }
    }

    private RunStateDashboard? Dashboard() =>
        dashboard.Options is { } o ? new RunStateDashboard(o.FrontendUrls[0], o.LoginUrl, o.ApiKey, o.OtlpGrpcUrl, o.OtlpHttpUrl, o.OtlpApiKey) : null;

    private static bool Same(RunStateResource a, RunStateResource b) => a with { Endpoints = b.Endpoints } == b && a.Endpoints.SequenceEqual(b.Endpoints);

    private static RunStateResource Entry(ResourceEvent change)
    {
        var snapshot = change.Snapshot;
        var pid = ProcessProperties.IntegerOf(snapshot, ProcessProperties.Pid);
        return new RunStateResource(
            change.Resource.Name, change.ResourceId, snapshot.ResourceType, snapshot.State?.Text, snapshot.HealthStatus?.ToString(),
            pid, pid is { } id ? ProcessIdentity.StartOf(id) : null, ProcessProperties.IntegerOf(snapshot, ProcessProperties.StopSignal), snapshot.ExitCode,
            Endpoints(change));
    }

    private static IReadOnlyList<RunStateEndpoint> Endpoints(ResourceEvent change)
    {
        var own = change.Resource.TryGetLastAnnotation<ReplicasAnnotation>(out var annotation) ? annotation.Replicas.FirstOrDefault(r => r.Id == change.ResourceId) : null;
        return own is null ? [] : [.. change.Resource.Annotations.OfType<EndpointAnnotation>()
            .Where(e => e.AllocatedEndpoint is not null)
            .Select(e => new RunStateEndpoint(e.Name, e.AllocatedEndpoint!.UriString, own.TargetPorts.GetValueOrDefault(e.Name, e.AllocatedEndpoint.Port)))];
    }
}
