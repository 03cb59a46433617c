using Npgsql;

namespace Shop.Payments;

/// <summary>Measures from time to time what waits for an outcome: a payment that nobody resolves is money that nobody knows of.</summary>
internal sealed partial class UnresolvedGauge(PaymentStore store, PaymentTelemetry telemetry, TimeProvider time, ILogger<UnresolvedGauge> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                var (count, oldest) = await store.MeasureUnknownAsync(stoppingToken);
                telemetry.Unresolved = (count, oldest is { } since ? time.GetUtcNow() - since : TimeSpan.Zero);
            }
            catch (NpgsqlException exception)
            {
                LogFailed(exception.Message);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Unknown outcomes could not be measured: {Reason}")]
    private partial void LogFailed(string reason);
}
