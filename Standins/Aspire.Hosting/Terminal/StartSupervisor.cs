using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard;
using Aspire.Hosting.Orchestration;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Terminal;

/// <summary>Follows the start until everything is healthy, or ends the program at the first failure; later tells of crashes.</summary>
internal sealed class StartSupervisor(
    AppHostSettings settings,
    DistributedApplicationModel model,
    ResourceNotificationService notifications,
    ResourceLoggerService loggers,
    ConsoleOutput console,
    DashboardRunner dashboard,
    IHostApplicationLifetime lifetime,
    TimeProvider time)
{
    private const int TailLength = 20;
    private static readonly TimeSpan NoticeInterval = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, CustomResourceSnapshot> _states = new(StringComparer.OrdinalIgnoreCase);
    private readonly long _started = time.GetTimestamp();
    private bool _isUp;

    /// <summary>Whether a resource failed before everything was healthy.</summary>
    public bool HasFailed { get; private set; }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        var expected = model.Resources.Where(IsExpected).SelectMany(ReplicasAnnotation.IdsOf).ToArray();
        var notices = NoticeAsync(expected, ended.Token);
        try
        {
            await foreach (var change in notifications.WatchAsync(ended.Token))
            {
                await FollowAsync(change, expected);
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // Nothing that ends from now on ends unasked.
        }
        await notices;
    }

    private async Task FollowAsync(ResourceEvent change, string[] expected)
    {
        var before = _states.GetValueOrDefault(change.ResourceId);
        lock (_states)
        {
            _states[change.ResourceId] = change.Snapshot;
        }
        if (IsFailure(before, change.Snapshot))
        {
            Report(change);
        }
        else if (!_isUp && expected.Length > 0 && expected.All(IsDone))
        {
            _isUp = true;
            // The handlers of readiness belong to the start: a failed one is a failed start.
            await Task.WhenAll(expected.Select(id => _states[id].ResourceReadyEvent?.EventTask ?? Task.CompletedTask)).ContinueWith(
                handlers => Tell(handlers.IsCompletedSuccessfully, expected), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    private void Tell(bool succeeded, string[] expected)
    {
        if (!succeeded)
        {
            Fail();
        }
        else if (settings.ShowsSummary)
        {
            foreach (var line in StartSummary.Lines(settings.Name, model, model.Resources.Count(IsExpected), time.GetElapsedTime(_started)))
            {
                console.Tell(line);
            }
            if (dashboard.Options is { } options)
            {
                console.Tell($"  Dashboard: {options.LoginUrl}");
            }
        }
    }

    private static bool IsFailure(CustomResourceSnapshot? before, CustomResourceSnapshot now)
    {
        var state = now.State?.Text;
        if (state == before?.State?.Text || before?.State?.Text == KnownResourceStates.Stopping)
        {
            return false;
        }
        return state == KnownResourceStates.FailedToStart || (state == KnownResourceStates.Exited && now.ExitCode is not null and not 0);
    }

    private void Report(ResourceEvent change)
    {
        if (HasFailed || ResourceKinds.IsPart(change.Resource))
        {
            return;
        }
        var seen = change.Snapshot.ResourceReadyEvent is not null;
        var what = change.Snapshot.Failure ?? $"'{change.ResourceId}' ended with {ExitCodes.Describe(change.Snapshot.ExitCode ?? 0)}{(seen ? "" : " before it was healthy")}.";
        var ends = !_isUp && settings.EndsWhenStartFails;
        if (settings.ShowsSummary)
        {
            console.Tell($"{settings.Name}: {what}{(ends ? "" : " It stays down until it is started again.")}", isError: true);
            foreach (var line in ends || !seen ? loggers.Tail(change.ResourceId, TailLength) : [])
            {
                console.Tell("    " + line.Content, isError: true);
            }
        }
        if (ends)
        {
            Fail();
        }
    }

    private void Fail()
    {
        if (settings.EndsWhenStartFails)
        {
            HasFailed = true;
            lifetime.StopApplication();
        }
    }

    private async Task NoticeAsync(string[] expected, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(NoticeInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken) && !_isUp)
            {
                if (settings.ShowsSummary)
                {
                    console.Tell($"{settings.Name}: still waiting for {string.Join(", ", Pending(expected))}");
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The program ends before everything was healthy.
        }
    }

    private string[] Pending(string[] expected)
    {
        lock (_states)
        {
            return [.. expected.Where(id => !IsDone(id)).Select(id => $"{id} ({Describe(_states.GetValueOrDefault(id))})")];
        }
    }

    private static string Describe(CustomResourceSnapshot? snapshot) =>
        snapshot?.State?.Text == KnownResourceStates.Running
            ? snapshot.HealthReports.FirstOrDefault(r => r.Status != HealthStatus.Healthy)?.Description ?? "not healthy yet"
            : snapshot?.State?.Text ?? "unknown";

    private bool IsDone(string id) => _states.TryGetValue(id, out var snapshot)
        && (snapshot is { HealthStatus: HealthStatus.Healthy, ResourceReadyEvent: not null } || snapshot is { ExitCode: 0, State.Text: "Finished" });

    private static bool IsExpected(IResource resource) =>
        ResourceKinds.IsProcess(resource) ? ResourceKinds.StartsByItself(resource)
        : ResourceKinds.IsPart(resource) && IsExpected(((IResourceWithParent)resource).Parent);
}
