using Npgsql;
using Shop.ServiceDefaults.Postgres;

namespace Shop.Inventory;

/// <summary>Stock and reservations in Postgres. Every writer locks reservations first, then stock in SKU order, so that no two wait for each other.</summary>
internal sealed class InventoryStore(NpgsqlDataSource dataSource)
{
    private const int MaxAttempts = 5;

    private const string SelectStock = """
        -- stock
        SELECT s.sku, s.location_id, p.priority, s.on_hand, s.reserved, s.revision, s.update_time
        FROM stock s JOIN location p USING (location_id)
        WHERE s.sku = ANY($1)
        """;

    /// <summary>Decides a batch of demands and stores what they hold, in one transaction.</summary>
    /// <returns>An outcome for each demand, in their order.</returns>
    public async Task<IReadOnlyList<ReserveOutcome>> ReserveAsync(IReadOnlyList<OrderDemand> demands, DateTimeOffset now, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TryReserveAsync(demands, now, cancellationToken);
            }
            catch (PostgresException exception) when (attempt < MaxAttempts && exception.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DeadlockDetected)
            {
                // Another replica reserved for one of these orders at the same moment; the next look sees what it did.
            }
        }
    }

    /// <summary>The stock of the known ones among the SKUs.</summary>
    public async Task<IReadOnlyList<StockTotals>> GetStockAsync(IReadOnlyCollection<string> skus, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(SelectStock);
        command.Parameters.Add(new() { Value = skus.ToArray() });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = await ReservationSql.ReadStockAsync(reader, cancellationToken);
        return [.. rows.GroupBy(row => row.Sku).Select(group => StockTotals.Of([.. group]))];
    }

    /// <summary>Begins a transaction for one of the moves in <see cref="ReservationMoves"/>.</summary>
    public BatchedTransaction Begin() => new(dataSource);

    private async Task<IReadOnlyList<ReserveOutcome>> TryReserveAsync(IReadOnlyList<OrderDemand> demands, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var transaction = Begin();
        ReservationSql.AppendLockReservations(transaction.Batch, [.. demands.Select(demand => demand.OrderId).Distinct()]);
        ReservationSql.AppendLockStock(transaction.Batch, [.. demands.SelectMany(demand => demand.Quantities.Keys).Distinct()]);

        ReservePlanner planner;
        await using (var reader = await transaction.ReadAsync(cancellationToken))
        {
            var reservations = await ReservationSql.ReadReservationsAsync(reader, cancellationToken);
            await reader.NextResultAsync(cancellationToken);
            planner = new ReservePlanner(await ReservationSql.ReadStockAsync(reader, cancellationToken), reservations, now);
        }

        var outcomes = demands.Select(planner.Decide).ToList();
        var held = outcomes.OfType<ReserveOutcome.Held>().Select(outcome => outcome.Reservation).ToList();
        if (held.Count > 0)
        {
            ReservationSql.AppendHold(transaction.Batch, held, now);
        }

        await transaction.CommitAsync(cancellationToken);
        return outcomes;
    }
}
