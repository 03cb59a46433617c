using Npgsql;

namespace Shop.Orders;

/// <summary>Gives late orders to their owners, and erases what erased accounts have left, every few seconds.</summary>
internal sealed partial class OwnerSweeper(OrderOwners owners, TimeProvider time, ILogger<OwnerSweeper> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await owners.SweepAsync(stoppingToken);
            }
            catch (NpgsqlException exception)
            {
                LogFailed(exception.Message);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "The owners of orders could not be swept; the next sweep will: {Reason}")]
    private partial void LogFailed(string reason);
}
