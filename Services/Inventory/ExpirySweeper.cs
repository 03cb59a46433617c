using Npgsql;
using Shop.ServiceDefaults.Messaging;

namespace Shop.Inventory;

/// <summary>Gives back what nobody committed in time. Every replica sweeps; they skip what another one has in hand.</summary>
internal sealed partial class ExpirySweeper(InventoryStore store, StockAnnouncer announcer, Outbox outbox, TimeProvider time, ILogger<ExpirySweeper> logger) : BackgroundService
{
    private const int BatchSize = 100;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                while (await SweepAsync(stoppingToken) == BatchSize)
                {
                }
            }
            catch (NpgsqlException exception)
            {
                LogSweepFailed(exception.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Expires one batch.</summary>
    /// <returns>How many reservations expired.</returns>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var transaction = store.Begin();
        ReservationSql.AppendSelectExpired(transaction.Batch, now, BatchSize);
        var orderIds = new List<Guid>();
        await using (var reader = await transaction.ReadAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                orderIds.Add(reader.GetGuid(0));
            }
        }

        if (orderIds.Count == 0)
        {
            return 0;
        }

        ReservationSql.AppendLockReservations(transaction.Batch, [.. orderIds]);
        IReadOnlyList<StoredReservation> expired;
        await using (var reader = await transaction.ReadAsync(cancellationToken))
        {
            expired = await ReservationSql.ReadReservationsAsync(reader, cancellationToken);
        }

        ReservationSql.AppendSettle(transaction.Batch, [.. orderIds], Settlement.Expire, now);
        outbox.Append(transaction.Batch, [.. expired.Select(StockEvents.Expired)]);

        await transaction.CommitAsync(cancellationToken);
        announcer.Wake();
        outbox.Wake();
        LogExpired(expired.Count);
        return expired.Count;
    }

    [LoggerMessage(LogLevel.Information, "{Count} reservations expired")]
    private partial void LogExpired(int count);

    [LoggerMessage(LogLevel.Warning, "Expired reservations could not be swept: {Reason}")]
    private partial void LogSweepFailed(string reason);
}
