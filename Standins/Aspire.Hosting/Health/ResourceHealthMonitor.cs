using System.Collections.Immutable;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Health;

/// <summary>Checks every resource while it is Running, and tells when it is ready: for each run once.</summary>
internal sealed class ResourceHealthMonitor(
    ResourceNotificationService notifications,
    ResourceLoggerService loggers,
    HttpHealthProbe probe,
    IDistributedApplicationEventing eventing,
    IServiceProvider services,
    TimeProvider time)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPauseUntilHealthy = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PauseWhenHealthy = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, (DateTime? Run, CancellationTokenSource Ended)> _monitors = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<IResource, Task> _ready = [];
    private readonly Lock _lock = new();

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var change in notifications.WatchAsync(cancellationToken))
            {
                Follow(change, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The application ends, and with it the monitors, whose tokens are linked to this one.
        }
    }

    private void Follow(ResourceEvent change, CancellationToken cancellationToken)
    {
        var runs = change.Snapshot.State?.Text == KnownResourceStates.Running;
        var known = _monitors.TryGetValue(change.ResourceId, out var monitor);
        if (known && (!runs || monitor.Run != change.Snapshot.StartTimeStamp))
        {
            monitor.Ended.Cancel();
            monitor.Ended.Dispose();
            _monitors.Remove(change.ResourceId);
            known = false;
        }
        if (runs && !known)
        {
            var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            _monitors[change.ResourceId] = (change.Snapshot.StartTimeStamp, ended);
            _ = MonitorAsync(change, ended.Token);
        }
    }

    private async Task MonitorAsync(ResourceEvent started, CancellationToken cancellationToken)
    {
        var pause = FirstPause;
        var ready = false;
        try
        {
            while (true)
            {
                var reports = await CheckAsync(started.Resource, started.ResourceId, cancellationToken);
                var healthy = reports.All(r => r.Status == HealthStatus.Healthy);
                var announce = healthy && !ready;
                ready |= healthy;
                await PublishAsync(started, reports, announce, cancellationToken);
                if (reports.IsEmpty)
                {
                    return;
                }
                await Task.Delay(healthy ? PauseWhenHealthy : pause, time, cancellationToken);
                pause = healthy ? FirstPause : TimeSpan.FromTicks(Math.Min(pause.Ticks * 3 / 2, LongestPauseUntilHealthy.Ticks));
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // This run of the resource is over.
        }
        catch (Exception exception)
        {
            loggers.GetLogger(started.ResourceId).LogError(exception, "The health checks ended.");
        }
    }

    private Task PublishAsync(ResourceEvent started, ImmutableArray<HealthReportSnapshot> reports, bool announce, CancellationToken cancellationToken) =>
        notifications.TryGetCurrentState(started.ResourceId, out var now) && !announce && Same(now.Snapshot.HealthReports, reports)
            ? Task.CompletedTask
            : notifications.PublishUpdateAsync(started.Resource, started.ResourceId, snapshot =>
                // A result that comes late must not speak of the next run.
                snapshot.StartTimeStamp != started.Snapshot.StartTimeStamp || snapshot.State?.Text != KnownResourceStates.Running
                    ? snapshot
                    : snapshot with { HealthReports = reports, ResourceReadyEvent = announce ? Announce(started, cancellationToken) : snapshot.ResourceReadyEvent });

    private static bool Same(ImmutableArray<HealthReportSnapshot> before, ImmutableArray<HealthReportSnapshot> after) =>
        before.Length == after.Length && before.Zip(after).All(pair => pair.First.Status == pair.Second.Status && pair.First.Description == pair.Second.Description);

    // The first replica that is healthy makes the resource ready; its siblings join in.
    private EventSnapshot Announce(ResourceEvent started, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var siblingIsReady = ReplicasAnnotation.IdsOf(started.Resource).Any(id =>
                id != started.ResourceId && notifications.TryGetCurrentState(id, out var sibling) && sibling.Snapshot is { ResourceReadyEvent: not null, State.Text: "Running" });
            if (!siblingIsReady || !_ready.TryGetValue(started.Resource, out var announced))
            {
                announced = Task.Run(() => RaiseAsync(started.Resource, cancellationToken), cancellationToken);
                _ready[started.Resource] = announced;
            }
            return new EventSnapshot(announced);
        }
    }

    private async Task RaiseAsync(IResource resource, CancellationToken cancellationToken)
    {
        try
        {
            await eventing.PublishAsync(new ResourceReadyEvent(resource, services), cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            loggers.GetLogger(resource).LogError("What had to be done once '{Resource}' was ready failed: {Failure}", resource.Name, exception.Message);
            throw;
        }
    }

    private async Task<ImmutableArray<HealthReportSnapshot>> CheckAsync(IResource resource, string id, CancellationToken cancellationToken)
    {
        var keys = resource.Annotations.OfType<HealthCheckAnnotation>().Select(check => check.Key).ToArray();
        return [.. await Task.WhenAll(keys.Select(key => CheckAsync(resource, id, key, cancellationToken)))];
    }

    private async Task<HealthReportSnapshot> CheckAsync(IResource resource, string id, string key, CancellationToken cancellationToken)
    {
        if (OwnPort(resource, id, key) is var (check, port))
        {
            var result = await probe.ProbeAsync(check, port, cancellationToken);
            return new HealthReportSnapshot(key, result.Status, result.Description, result.Exception?.ToString()) { LastRunAt = time.GetUtcNow().UtcDateTime };
        }
        var report = await services.GetRequiredService<HealthCheckService>().CheckHealthAsync(registration => registration.Name == key, cancellationToken);
        if (!report.Entries.TryGetValue(key, out var entry))
        {
            return new HealthReportSnapshot(key, HealthStatus.Unhealthy, $"No health check is registered under the key '{key}'.", ExceptionText: null);
        }
        return new HealthReportSnapshot(key, entry.Status, entry.Description ?? entry.Exception?.Message, entry.Exception?.ToString()) { LastRunAt = time.GetUtcNow().UtcDateTime };
    }

    // Each replica answers for itself, not the proxy in front of them.
    private static (HttpHealthCheckAnnotation Check, int Port)? OwnPort(IResource resource, string id, string key)
    {
        var check = resource.Annotations.OfType<HttpHealthCheckAnnotation>().FirstOrDefault(a => a.Key == key);
        if (check is null || check.Endpoint.Resource != resource || !resource.TryGetLastAnnotation<ReplicasAnnotation>(out var replicas))
        {
            return null;
        }
        return replicas.Replicas.FirstOrDefault(r => r.Id == id)?.TargetPorts.TryGetValue(check.Endpoint.EndpointAnnotation.Name, out var port) == true ? (check, port) : null;
    }
}
