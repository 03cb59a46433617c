using Npgsql;
using Shop.Contracts.Inventory.V1;
using Shop.ServiceDefaults.Postgres;

namespace Shop.Inventory;

/// <summary>The statements on reservations and the stock they hold, each added to a batch that its caller runs.</summary>
internal static class ReservationSql
{
    private const string LockReservations = """
        -- lock reservations
        SELECT order_id FROM reservation WHERE order_id = ANY ($1) ORDER BY order_id FOR UPDATE
        """;

    // A statement of its own: one that waited for the lock would see the lines as they were before the wait.
    private const string SelectReservations = """
        -- reservations
        SELECT r.order_id, r.state, r.create_time, r.expire_time, r.update_time, l.sku, l.location_id, l.quantity, l.returned
        FROM reservation r LEFT JOIN reservation_line l USING (order_id)
        WHERE r.order_id = ANY ($1)
        ORDER BY r.order_id, l.sku, l.location_id
        """;

    // What an expired reservation held before is forgotten when it holds anew; the ledger remembers.
    private const string ForgetExpired = """
        -- forget expired reservations
        WITH forgotten AS (DELETE FROM reservation_line WHERE order_id = ANY ($1))
        DELETE FROM reservation WHERE order_id = ANY ($1)
        """;

    private const string Hold = $"""
        -- hold
        WITH moving AS MATERIALIZED (
            SELECT order_id, sku, location_id, 0 AS on_hand_delta, quantity AS reserved_delta
            FROM unnest($9, $10, $11, $12) AS line (order_id, sku, location_id, quantity)
        ), held AS (
            INSERT INTO reservation (order_id, state, create_time, expire_time, update_time)
            SELECT order_id, 1, create_time, expire_time, $1 FROM unnest($6, $7, $8) AS held (order_id, create_time, expire_time)
        ), stored AS (
            INSERT INTO reservation_line (order_id, sku, location_id, quantity) SELECT order_id, sku, location_id, reserved_delta FROM moving
        ){StockSql.Move}
        SELECT sku, location_id, priority, on_hand, reserved, revision, update_time FROM after JOIN location USING (location_id)
        """;

    // The rows are those from before, so that the caller sees what became of the orders that were not in the right state.
    private const string Settle = $"""
        -- settle reservations
        WITH mine AS MATERIALIZED (
            SELECT order_id FROM reservation WHERE order_id = ANY ($6) AND state = $7 ORDER BY order_id FOR UPDATE
        ), settled AS (
            UPDATE reservation r SET state = $8, update_time = $1 FROM mine WHERE r.order_id = mine.order_id RETURNING r.order_id
        ), moving AS MATERIALIZED (
            SELECT order_id, sku, location_id, $9 * (quantity - returned) AS on_hand_delta, $10 * (quantity - returned) AS reserved_delta
            FROM settled JOIN reservation_line USING (order_id)
            WHERE quantity > returned
        ){StockSql.Move}
        SELECT r.order_id, r.state, r.create_time, r.expire_time, r.update_time, l.sku, l.location_id, l.quantity, l.returned, settled.order_id IS NOT NULL
        FROM reservation r LEFT JOIN reservation_line l USING (order_id) LEFT JOIN settled USING (order_id)
        WHERE r.order_id = ANY ($6)
        ORDER BY r.order_id, l.sku, l.location_id
        """;

    private const string Restock = $"""
        -- restock
        WITH refund AS (
            INSERT INTO restocked_refund (refund_id, order_id, create_time) VALUES ($6, $7, $1)
        ), moving AS MATERIALIZED (
            SELECT $7 AS order_id, sku, location_id, quantity AS on_hand_delta, 0 AS reserved_delta
            FROM unnest($8, $9, $10) AS line (sku, location_id, quantity)
        ), returned AS (
            UPDATE reservation_line l SET returned = l.returned + moving.on_hand_delta
            FROM moving
            WHERE l.order_id = $7 AND l.sku = moving.sku AND l.location_id = moving.location_id
        ){StockSql.Move}
        SELECT FROM after
        """;

    private const string FindRefund = """
        -- restocked refund
        SELECT FROM restocked_refund WHERE refund_id = $1
        """;

    private const string RememberReleased = """
        -- remember released
        INSERT INTO reservation (order_id, state, create_time, expire_time, update_time) VALUES ($1, 3, $2, $2, $2)
        """;

    private const string SelectExpired = """
        -- expired reservations
        SELECT order_id FROM reservation
        WHERE state = 1 AND expire_time <= $1
        ORDER BY expire_time
        LIMIT $2
        FOR UPDATE SKIP LOCKED
        """;

    /// <summary>Locks reservations; <see cref="ReadReservationsAsync"/> gives them.</summary>
    public static void AppendLockReservations(NpgsqlBatch batch, Guid[] orderIds)
    {
        batch.Append(LockReservations, orderIds);
        batch.Append(SelectReservations, orderIds);
    }

    public static void AppendSelectExpired(NpgsqlBatch batch, DateTimeOffset now, int limit) => batch.Append(SelectExpired, now, limit);

    public static void AppendForgetExpired(NpgsqlBatch batch, Guid[] orderIds) => batch.Append(ForgetExpired, orderIds);

    public static void AppendFindRefund(NpgsqlBatch batch, Guid refundId) => batch.Append(FindRefund, refundId);

    public static void AppendRememberReleased(NpgsqlBatch batch, Guid orderId, DateTimeOffset now) => batch.Append(RememberReleased, orderId, now);

    /// <summary>
    /// Holds the stock of reservations that have been decided; an order's earlier, expired one gives way. Gives the rows of the stock
    /// as it is then. Fails on the CHECK constraints when the stock is not there, and on the key when an order has a reservation.
    /// </summary>
    public static void AppendHold(NpgsqlBatch batch, IReadOnlyList<StoredReservation> held, DateTimeOffset now)
    {
        var again = held.Where(reservation => reservation.CreateTime != now).Select(reservation => reservation.OrderId).ToArray();
        if (again.Length > 0)
        {
            AppendForgetExpired(batch, again);
        }

        var lines = held.SelectMany(reservation => reservation.Lines, (reservation, line) => (reservation.OrderId, Line: line)).ToList();
        StockSql.AppendMove(
            batch,
            Hold,
            Settlement.Hold,
            now,
            held.Select(reservation => reservation.OrderId).ToArray(),
            held.Select(reservation => reservation.CreateTime).ToArray(),
            held.Select(reservation => reservation.ExpireTime).ToArray(),
            lines.ConvertAll(line => line.OrderId).ToArray(),
            lines.ConvertAll(line => line.Line.Sku).ToArray(),
            lines.ConvertAll(line => line.Line.LocationId).ToArray(),
            lines.ConvertAll(line => line.Line.Quantity).ToArray());
    }

    /// <summary>Takes reservations that are in the right state one step on, and gives all of them as they were before.</summary>
    public static void AppendSettle(NpgsqlBatch batch, Guid[] orderIds, Settlement settlement, DateTimeOffset now) => StockSql.AppendMove(
        batch, Settle, settlement, now, orderIds, (short)settlement.From, (short)settlement.To, settlement.OnHandPerPiece, settlement.ReservedPerPiece);

    /// <summary>Brings committed pieces back to where they came from, and remembers the refund that they came back by.</summary>
    public static void AppendRestock(NpgsqlBatch batch, Guid refundId, Guid orderId, IReadOnlyList<AllocatedLine> lines, DateTimeOffset now) => StockSql.AppendMove(
        batch,
        Restock,
        Settlement.Restock,
        now,
        refundId,
        orderId,
        lines.Select(line => line.Sku).ToArray(),
        lines.Select(line => line.LocationId).ToArray(),
        lines.Select(line => line.Quantity).ToArray());

    /// <summary>What <see cref="AppendLockReservations"/> has locked.</summary>
    public static async Task<IReadOnlyList<StoredReservation>> ReadReservationsAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        await reader.NextResultAsync(cancellationToken);
        return [.. (await ReadSettledAsync(reader, cancellationToken)).Select(entry => entry.Before)];
    }

    /// <summary>The reservations as they were, and whether each was settled.</summary>
    public static async Task<IReadOnlyList<(StoredReservation Before, bool IsSettled)>> ReadSettledAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var found = new List<(StoredReservation, bool)>();
        List<AllocatedLine> lines = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            // Ordered by order: the lines of one follow each other.
            if (found.Count == 0 || found[^1].Item1.OrderId != reader.GetGuid(0))
            {
                lines = [];
                found.Add((HeadOf(reader, lines), reader.FieldCount > 9 && reader.GetBoolean(9)));
            }

            if (LineOf(reader) is { } line)
            {
                lines.Add(line);
            }
        }

        return found;
    }

    private static StoredReservation HeadOf(NpgsqlDataReader row, IReadOnlyList<AllocatedLine> lines) => new(
        row.GetGuid(0), (ReservationState)row.GetInt16(1),
        row.GetFieldValue<DateTimeOffset>(2), row.GetFieldValue<DateTimeOffset>(3), row.GetFieldValue<DateTimeOffset>(4), lines);

    private static AllocatedLine? LineOf(NpgsqlDataReader row) =>
        row.IsDBNull(5) ? null : new(row.GetString(5), row.GetString(6), row.GetInt32(7)) { Returned = row.GetInt32(8) };
}
