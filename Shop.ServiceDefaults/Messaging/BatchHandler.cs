using Microsoft.Extensions.Logging;

namespace Shop.ServiceDefaults.Messaging;

/// <summary>Takes deliveries of a queue to their outcome together.</summary>
internal sealed partial class BatchHandler(string queue, IBatchEffect effect, EffectRun run, string exchange, MessagingTelemetry telemetry, ILogger logger)
{
    /// <summary>Handles deliveries. True: all took effect. False: none did; each has to be handled by itself.</summary>
    public async Task<bool> TryHandleAsync(IReadOnlyList<Delivery> deliveries, CancellationToken cancellationToken)
    {
        using var span = MessagingTelemetry.StartProcess(exchange, queue, deliveries);
        var start = telemetry.Start();
        try
        {
            await run.RunAsync(
                async token =>
                {
                    await effect.ApplyAsync(deliveries, token);
                    return true;
                },
                cancellationToken);
            telemetry.Consumed(queue, start, deliveries.Count);
            return true;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Whoever is to blame is told so when it is alone.
            span?.AddException(exception);
            LogApart(queue, deliveries.Count, exception.Message);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Queue}: {Count} messages did not take effect together, now each by itself: {Reason}")]
    private partial void LogApart(string queue, int count, string reason);
}
