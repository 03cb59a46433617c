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
    private readonly ConcurrentDictionary<string, CrashRecord> _records = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var change in notifications.WatchAsync(stoppingToken))
        {
            var record = _records.GetOrAdd(change.ResourceId, _ => new CrashRecord(time));
            if (record.Note(change.Snapshot.State?.Text) is { } pause)
            {
                LogRestart(change.ResourceId, record.Crashes, pause);
                _ = RestartAsync(change.ResourceId, pause, stoppingToken);
            }
        }
    }

    private async Task RestartAsync(string resourceId, TimeSpan pause, CancellationToken cancellationToken)
    {
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
}
