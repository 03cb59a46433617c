using Microsoft.Extensions.Options;
using Npgsql;
using Shop.ServiceDefaults.Messaging;
using Shop.ServiceDefaults.Postgres;

namespace Shop.Catalog;

/// <summary>
/// Turns prices when an entry of a price list begins or ends, and tells of it like of any other change. Looks every second; the
/// replicas share the work.
/// </summary>
internal sealed partial class PriceClock(
    NpgsqlDataSource dataSource,
    Outbox outbox,
    ProductCache cache,
    IOptions<CatalogOptions> options,
    TimeProvider time,
    ILogger<PriceClock> logger) : BackgroundService
{
    private const int BatchSize = 100;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    // Those that another replica has in hand are skipped; what is read afterwards is read under their lock.
    private const string LockDue = """
        SELECT product_id FROM product
        WHERE next_price_time <= $1
        ORDER BY next_price_time
        LIMIT $2
        FOR UPDATE SKIP LOCKED
        """;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                while (await TurnAsync(stoppingToken) == BatchSize)
                {
                    // There may be more.
                }
            }
            catch (NpgsqlException exception)
            {
                LogFailed(exception.Message);
            }
        }
    }

    /// <summary>Turns the prices that are due now.</summary>
    /// <returns>Of how many products; there may be more when it is as many as it does at once.</returns>
    internal async Task<int> TurnAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var transaction = new BatchedTransaction(dataSource);
        CatalogStore.AppendHoldCategories(transaction.Batch);
        transaction.Batch.Append(LockDue, now, BatchSize);
        var due = new List<Guid>();
        await using (var reader = await transaction.ReadAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                due.Add(reader.GetGuid(0));
            }
        }

        if (due.Count == 0)
        {
            return 0;
        }

        await TurnAsync(transaction, [.. due], now, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        outbox.Wake();
        due.ForEach(id => cache.Forget(id));
        return due.Count;
    }

    private async Task TurnAsync(BatchedTransaction transaction, Guid[] ids, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var before = (await CatalogStore.ReadAsync(transaction, ids, cancellationToken)).ToDictionary(product => product.ProductId);
        foreach (var current in before.Values)
        {
            var settled = ProductDecisions.Turn(current, options.Value, now);
            CatalogStore.AppendUpdate(transaction.Batch, settled.Product, settled.NextPriceTime);
        }

        foreach (var product in await CatalogStore.ReadBackAsync(transaction, ids, cancellationToken))
        {
            outbox.Append(transaction.Batch, ProductEvents.Changed(before[product.ProductId], product));
        }
    }

    [LoggerMessage(LogLevel.Warning, "Prices could not be turned, they will be: {Reason}")]
    private partial void LogFailed(string reason);
}
