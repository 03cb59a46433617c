using Shop.Contracts.Inventory.V1;
using Shop.Contracts.Order.V1;

namespace Shop.Inventory;

/// <summary>
/// How a reservation goes on: commit, release, expire. Each locks it first, decides by what it finds, and leaves its statements in
/// the transaction for the caller to commit. Each may be repeated.
/// </summary>
internal static class ReservationMoves
{
    /// <summary>Takes what an order holds out of the stock; one that has expired is reserved again first, if the stock is still there.</summary>
    public static async Task<CommitOutcome> CommitAsync(Statements statements, Guid orderId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var reservation = await LockAsync(statements, orderId, cancellationToken);
        switch (reservation?.State)
        {
            case ReservationState.Held:
                ReservationSql.AppendSettle(statements.Batch, [orderId], Settlement.Commit, now);
                return new CommitOutcome.Committed(reservation with { State = ReservationState.Committed, UpdateTime = now });
            case ReservationState.Committed:
                return new CommitOutcome.Committed(reservation);
            case ReservationState.Expired:
                return await CommitExpiredAsync(statements, reservation, now, cancellationToken);
            case ReservationState.Released:
                return new CommitOutcome.Released();
            default:
                return new CommitOutcome.NotFound();
        }
    }

    /// <summary>Gives an order's stock back, held or committed. One that has none is remembered as released, so that a late Reserve holds nothing.</summary>
    public static async Task<StoredReservation> ReleaseAsync(Statements statements, Guid orderId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var reservation = await LockAsync(statements, orderId, cancellationToken);
        switch (reservation?.State)
        {
            case null:
                ReservationSql.AppendRememberReleased(statements.Batch, orderId, now);
                return new StoredReservation(orderId, ReservationState.Released, now, now, now, []);
            case ReservationState.Released:
                return reservation;
            case ReservationState.Expired:
                ReservationSql.AppendForgetExpired(statements.Batch, [orderId]);
                ReservationSql.AppendRememberReleased(statements.Batch, orderId, now);
                return new StoredReservation(orderId, ReservationState.Released, now, now, now, []);
            default:
                ReservationSql.AppendSettle(statements.Batch, [orderId], reservation.State == ReservationState.Held ? Settlement.Release : Settlement.Return, now);
                return reservation with { State = ReservationState.Released, UpdateTime = now };
        }
    }

    /// <summary>Brings refunded pieces back to where they came from, once a refund.</summary>
    /// <returns>How many pieces of the refund the order does not have, which should be none.</returns>
    /// <exception cref="InvalidOperationException">The order has not taken anything, so nothing can come back.</exception>
    public static async Task<int> RestockAsync(Statements statements, Guid orderId, Refund refund, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var refundId = Guid.Parse(refund.RefundId);
        ReservationSql.AppendLockReservations(statements.Batch, [orderId]);
        ReservationSql.AppendFindRefund(statements.Batch, refundId);
        StoredReservation? reservation;
        await using (var reader = await statements.ReadAsync(cancellationToken))
        {
            reservation = (await ReservationSql.ReadReservationsAsync(reader, cancellationToken)).SingleOrDefault();
            await reader.NextResultAsync(cancellationToken);
            if (await reader.ReadAsync(cancellationToken))
            {
                return 0;
            }
        }

        switch (reservation?.State)
        {
            case ReservationState.Committed:
                var lines = Restocking.Plan(reservation.Lines, refund.Lines);
                ReservationSql.AppendRestock(statements.Batch, refundId, orderId, lines, now);
                return refund.Lines.Sum(line => line.Quantity) - lines.Sum(line => line.Quantity);
            case ReservationState.Released:
                // Everything has come back already.
                return 0;
            default:
                throw new InvalidOperationException($"Refund {refundId} is of order {orderId}, which has taken nothing.");
        }
    }

    private static async Task<CommitOutcome> CommitExpiredAsync(Statements statements, StoredReservation expired, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var quantities = new SortedDictionary<string, int>(expired.Lines.GroupBy(line => line.Sku, line => line.Quantity).ToDictionary(group => group.Key, group => group.Sum()), StringComparer.Ordinal);
        StockSql.AppendLock(statements.Batch, [.. quantities.Keys]);
        ReserveOutcome outcome;
        await using (var reader = await statements.ReadAsync(cancellationToken))
        {
            var planner = new ReservePlanner(await StockSql.ReadAsync(reader, cancellationToken), [expired], now);
            outcome = planner.Decide(new OrderDemand(expired.OrderId, quantities, TimeSpan.Zero));
        }

        if (outcome is not ReserveOutcome.Held { Reservation: var held })
        {
            return new CommitOutcome.OutOfStock(((ReserveOutcome.OutOfStock)outcome).Shortages);
        }

        ReservationSql.AppendHold(statements.Batch, [held], now);
        ReservationSql.AppendSettle(statements.Batch, [expired.OrderId], Settlement.Commit, now);
        return new CommitOutcome.Committed(held with { State = ReservationState.Committed });
    }

    private static async Task<StoredReservation?> LockAsync(Statements statements, Guid orderId, CancellationToken cancellationToken)
    {
        ReservationSql.AppendLockReservations(statements.Batch, [orderId]);
        await using var reader = await statements.ReadAsync(cancellationToken);
        return (await ReservationSql.ReadReservationsAsync(reader, cancellationToken)).SingleOrDefault();
    }
}
