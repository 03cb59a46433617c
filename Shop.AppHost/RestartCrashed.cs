using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Shop.AppHost;

/// <summary>
/// Starts a resource again whose process has ended without having been asked to, as the platforms do that the shop is deployed to:
/// at once the first time, then after a pause that grows while it keeps crashing.
/// </summary>
internal sealed partial class RestartCrashed(ResourceNotificationService notifications, ResourceCommandService commands, TimeProvider time, ILogger<RestartCrashed> logger) : BackgroundService
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    // Whoever has run this long has not crashed at its start.
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<string, Life> _lives = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var change in notifications.WatchAsync(stoppingToken))
        {
            var life = _lives.GetOrAdd(change.ResourceId, _ => new Life());
            var (before, now) = (life.State, change.Snapshot.State?.Text);
            life.State = now;
            if (now == before)
            {
                continue;
            }

            if (now == KnownResourceStates.Running)
            {
                life.RunningSince = time.GetTimestamp();
            }
            else if (HasCrashed(before, now))
            {
                _ = RestartAsync(change.ResourceId, life, stoppingToken);
            }
        }
    }

    // What was stopped on purpose was Stopping before, and what has never run is the AppHost's own affair.
    private static bool HasCrashed(string? before, string? now) =>
        before is not null && before != KnownResourceStates.Stopping && before != KnownResourceStates.NotStarted
        && (now == KnownResourceStates.Exited || now == KnownResourceStates.Finished || now == KnownResourceStates.FailedToStart);

    private async Task RestartAsync(string resourceId, Life life, CancellationToken cancellationToken)
    {
        if (life.RunningSince is { } since && time.GetElapsedTime(since) > Settled)
        {
            life.Crashes = 0;
        }

        life.RunningSince = null;
        var pause = TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, FirstPause.Ticks * ((1L << Math.Min(life.Crashes, 10)) - 1)));
        life.Crashes++;
        LogRestart(resourceId, life.Crashes, pause);
        try
        {
            await Task.Delay(pause, time, cancellationToken);
            var result = await commands.ExecuteCommandAsync(resourceId, KnownResourceCommands.StartCommand, cancellationToken);
            if (!result.Success)
            {
                LogFailed(resourceId, result.Message);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The application ends.
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Resource} has crashed ({Crashes} in a row); it is started again after {Pause}")]
    private partial void LogRestart(string resource, int crashes, TimeSpan pause);

    [LoggerMessage(LogLevel.Error, "{Resource} could not be started again: {Reason}")]
    private partial void LogFailed(string resource, string? reason);

    private sealed class Life
    {
        public string? State { get; set; }

        public long? RunningSince { get; set; }

        public int Crashes { get; set; }
    }
}
