using Npgsql;

namespace Shop.Orders;

/// <summary>
/// Wakes watchers whose order has changed without a signal: signals travel through the broker, at best once, and are lost while it
/// is away. One statement for all watchers of the replica, and none while nobody watches.
/// </summary>
internal sealed partial class WatchedOrdersPoll(NpgsqlDataSource dataSource, OrderChanges changes, TimeProvider time, ILogger<WatchedOrdersPoll> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private const string Revisions = """
        -- revisions of watched orders
        SELECT order_id, revision FROM orders WHERE order_id = ANY ($1)
        """;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await PollAsync(stoppingToken);
            }
            catch (NpgsqlException exception)
            {
                LogPollFailed(exception.Message);
            }
        }
    }

    private async Task PollAsync(CancellationToken cancellationToken)
    {
        var watched = changes.Watched;
        if (watched.Length == 0)
        {
            return;
        }

        await using var command = dataSource.CreateCommand(Revisions);
        command.Parameters.Add(new() { Value = watched });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            changes.Notify(reader.GetGuid(0), reader.GetInt32(1));
        }
    }

    [LoggerMessage(LogLevel.Warning, "Watched orders could not be looked at: {Reason}")]
    private partial void LogPollFailed(string reason);
}
