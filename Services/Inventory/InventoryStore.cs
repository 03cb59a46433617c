using Npgsql;
using Shop.Contracts.Inventory.V1;
using Shop.ServiceDefaults.Postgres;

namespace Shop.Inventory;

/// <summary>Stock and reservations in Postgres. Every writer locks reservations first, then stock in SKU order, so that no two wait for each other.</summary>
internal sealed class InventoryStore(NpgsqlDataSource dataSource, StockHints hints, StockAnnouncer announcer)
{
    private const int MaxAttempts = 5;

    /// <summary>
    /// Decides a batch of demands and stores what they hold, in one transaction: in one statement when what this replica believes of
    /// the stock suffices and proves true, else by a look first.
    /// </summary>
    /// <returns>An outcome for each demand, in their order.</returns>
    public async Task<IReadOnlyList<ReserveOutcome>> ReserveAsync(IReadOnlyList<OrderDemand> demands, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (hints.Find(SkusOf(demands)) is { } believed)
        {
            var planner = new ReservePlanner(believed, [], now);
            var outcomes = demands.Select(planner.Decide).ToList();
            if (!outcomes.Exists(outcome => outcome is ReserveOutcome.OutOfStock) && await TryHoldAsync(outcomes, now, cancellationToken))
            {
                return outcomes;
            }

            hints.Forget(SkusOf(demands));
        }

        try
        {
            return await LookAndReserveAsync(demands, now, cancellationToken);
        }
        catch (PostgresException exception) when (HasMetAnother(exception))
        {
            return await ReserveOneByOneAsync(demands, now, cancellationToken);
        }
    }

    /// <summary>Commits a batch of orders in one statement; those that are not simply held are looked at one by one.</summary>
    /// <returns>An outcome for each order, in their order.</returns>
    public async Task<IReadOnlyList<CommitOutcome>> CommitAsync(IReadOnlyList<Guid> orderIds, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var outcomes = new Dictionary<Guid, CommitOutcome>();
        foreach (var (before, isSettled) in await SettleAsync([.. orderIds.Distinct()], Settlement.Commit, now, cancellationToken))
        {
            outcomes[before.OrderId] = isSettled
                ? new CommitOutcome.Committed(before with { State = ReservationState.Committed, UpdateTime = now })
                : await LookAndCommitAsync(before.OrderId, now, cancellationToken);
        }

        return [.. orderIds.Select(orderId => outcomes.GetValueOrDefault(orderId) ?? new CommitOutcome.NotFound())];
    }

    /// <summary>Gives an order's stock back, held or committed.</summary>
    public async Task<StoredReservation> ReleaseAsync(Guid orderId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var released = await RetryAsync(async () =>
        {
            await using var transaction = Begin();
            var reservation = await ReservationMoves.ReleaseAsync(transaction, orderId, now, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return reservation;
        });
        announcer.Wake();
        return released;
    }

    /// <summary>The stock of the known ones among the SKUs.</summary>
    public async Task<IReadOnlyList<StockTotals>> GetStockAsync(IReadOnlyCollection<string> skus, CancellationToken cancellationToken)
    {
        await using var batch = dataSource.CreateBatch();
        StockSql.AppendSelect(batch, [.. skus]);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var rows = await StockSql.ReadAsync(reader, cancellationToken);
        return [.. rows.GroupBy(row => row.Sku, StringComparer.Ordinal).Select(group => StockTotals.Of([.. group]))];
    }

    /// <summary>Begins a transaction for one of the moves in <see cref="ReservationMoves"/>.</summary>
    public BatchedTransaction Begin() => new(dataSource);

    private static IEnumerable<string> SkusOf(IEnumerable<OrderDemand> demands) => demands.SelectMany(demand => demand.Quantities.Keys).Distinct(StringComparer.Ordinal);

    private static List<StoredReservation> HeldOf(IEnumerable<ReserveOutcome> outcomes) => [.. outcomes.OfType<ReserveOutcome.Held>().Select(outcome => outcome.Reservation)];

    /// <summary>Somebody moved for one of the same orders at the same moment; the next look sees what it did.</summary>
    private static bool HasMetAnother(PostgresException exception) => exception.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DeadlockDetected;

    private static async Task<T> RetryAsync<T>(Func<Task<T>> move)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await move();
            }
            catch (PostgresException exception) when (attempt < MaxAttempts && HasMetAnother(exception))
            {
            }
        }
    }

    private async Task<bool> TryHoldAsync(List<ReserveOutcome> outcomes, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var batch = dataSource.CreateBatch();
        ReservationSql.AppendHold(batch, HeldOf(outcomes), now);
        try
        {
            await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
            var after = await StockSql.ReadAsync(reader, cancellationToken);
            // The rows come before the commit; only the end of all results says that it has happened.
            await reader.NextResultAsync(cancellationToken);
            hints.Learn(after);
            announcer.Wake();
            return true;
        }
        catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.CheckViolation || HasMetAnother(exception))
        {
            // Somebody else took from the stock, or one of the orders has a reservation already.
            return false;
        }
    }

    /// <summary>A crowd may meet somebody at every attempt, by another of its orders each time; an order by itself does once.</summary>
    private async Task<IReadOnlyList<ReserveOutcome>> ReserveOneByOneAsync(IReadOnlyList<OrderDemand> demands, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var outcomes = new List<ReserveOutcome>(demands.Count);
        foreach (var demand in demands)
        {
            outcomes.AddRange(await RetryAsync(() => LookAndReserveAsync([demand], now, cancellationToken)));
        }

        return outcomes;
    }

    private async Task<IReadOnlyList<ReserveOutcome>> LookAndReserveAsync(IReadOnlyList<OrderDemand> demands, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var transaction = Begin();
        ReservationSql.AppendLockReservations(transaction.Batch, [.. demands.Select(demand => demand.OrderId).Distinct()]);
        StockSql.AppendLock(transaction.Batch, [.. SkusOf(demands)]);

        ReservePlanner planner;
        await using (var reader = await transaction.ReadAsync(cancellationToken))
        {
            var reservations = await ReservationSql.ReadReservationsAsync(reader, cancellationToken);
            await reader.NextResultAsync(cancellationToken);
            planner = new ReservePlanner(await StockSql.ReadAsync(reader, cancellationToken), reservations, now);
        }

        var outcomes = demands.Select(planner.Decide).ToList();
        var held = HeldOf(outcomes);
        if (held.Count > 0)
        {
            ReservationSql.AppendHold(transaction.Batch, held, now);
        }

        await transaction.CommitAsync(cancellationToken);
        hints.Learn(planner.StockAfter());
        announcer.Wake();
        return outcomes;
    }

    private async Task<IReadOnlyList<(StoredReservation Before, bool IsSettled)>> SettleAsync(Guid[] orderIds, Settlement settlement, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var batch = dataSource.CreateBatch();
        ReservationSql.AppendSettle(batch, orderIds, settlement, now);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var settled = await ReservationSql.ReadSettledAsync(reader, cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        return settled;
    }

    private async Task<CommitOutcome> LookAndCommitAsync(Guid orderId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var transaction = Begin();
        var outcome = await ReservationMoves.CommitAsync(transaction, orderId, now, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return outcome;
    }
}
