using Npgsql;
using Shop.Contracts.Inventory.V1;
using Shop.ServiceDefaults.Postgres;

namespace Shop.Inventory;

/// <summary>The statements on reservations and the stock they hold, each added to a batch that its caller runs.</summary>
internal static class ReservationSql
{
    private const string LockReservations = """
        -- lock reservations
        SELECT r.order_id, r.state, r.create_time, r.expire_time, r.update_time, l.sku, l.location_id, l.quantity
        FROM reservation r LEFT JOIN reservation_line l USING (order_id)
        WHERE r.order_id = ANY($1)
        ORDER BY r.order_id, l.sku, l.location_id
        FOR UPDATE OF r
        """;

    private const string LockStock = """
        -- lock stock
        SELECT s.sku, s.location_id, p.priority, s.on_hand, s.reserved, s.revision, s.update_time
        FROM stock s JOIN location p USING (location_id)
        WHERE s.sku = ANY($1)
        ORDER BY s.sku, s.location_id
        FOR UPDATE OF s
        """;

    // What an expired reservation held before is forgotten when it holds anew; the ledger remembers.
    private const string ForgetExpired = """
        -- forget expired reservations
        WITH forgotten AS (DELETE FROM reservation_line WHERE order_id = ANY($1))
        DELETE FROM reservation WHERE order_id = ANY($1)
        """;

    private const string Hold = """
        -- hold
        WITH line AS (
            SELECT order_id, sku, location_id, quantity FROM unnest($5, $6, $7, $8) AS line (order_id, sku, location_id, quantity)
        ), held AS (
            INSERT INTO reservation (order_id, state, create_time, expire_time, update_time)
            SELECT order_id, 1, create_time, expire_time, $4 FROM unnest($1, $2, $3) AS held (order_id, create_time, expire_time)
        ), stored AS (
            INSERT INTO reservation_line (order_id, sku, location_id, quantity) SELECT order_id, sku, location_id, quantity FROM line
        ), ledger AS (
            INSERT INTO movement (sku, location_id, kind, reserved_delta, order_id, create_time)
            SELECT sku, location_id, 2, quantity, order_id, $4 FROM line
        )
        UPDATE stock
        SET reserved = reserved + taken.quantity, revision = revision + 1, update_time = $4
        FROM (SELECT sku, location_id, sum(quantity)::int AS quantity FROM line GROUP BY sku, location_id) taken
        WHERE stock.sku = taken.sku AND stock.location_id = taken.location_id
        """;

    private const string Settle = """
        -- settle reservation
        WITH line AS (
            SELECT sku, location_id, quantity FROM reservation_line WHERE order_id = $1
        ), locked AS MATERIALIZED (
            SELECT s.sku, s.location_id, line.quantity FROM stock s JOIN line USING (sku, location_id)
            ORDER BY s.sku, s.location_id
            FOR UPDATE OF s
        ), moved AS (
            UPDATE stock s
            SET on_hand = s.on_hand + $4 * locked.quantity, reserved = s.reserved + $5 * locked.quantity, revision = s.revision + 1, update_time = $6
            FROM locked
            WHERE s.sku = locked.sku AND s.location_id = locked.location_id
        ), ledger AS (
            INSERT INTO movement (sku, location_id, kind, on_hand_delta, reserved_delta, order_id, create_time)
            SELECT sku, location_id, $3, $4 * quantity, $5 * quantity, $1, $6 FROM locked
        )
        UPDATE reservation SET state = $2, update_time = $6 WHERE order_id = $1
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

    public static void AppendLockReservations(NpgsqlBatch batch, Guid[] orderIds) => batch.Append(LockReservations, orderIds);

    public static void AppendLockStock(NpgsqlBatch batch, string[] skus) => batch.Append(LockStock, skus);

    public static void AppendSelectExpired(NpgsqlBatch batch, DateTimeOffset now, int limit) => batch.Append(SelectExpired, now, limit);

    public static void AppendForgetExpired(NpgsqlBatch batch, Guid[] orderIds) => batch.Append(ForgetExpired, orderIds);

    /// <summary>Holds the stock of reservations that have been decided; an order's earlier, expired one gives way.</summary>
    public static void AppendHold(NpgsqlBatch batch, IReadOnlyList<StoredReservation> held, DateTimeOffset now)
    {
        var again = held.Where(reservation => reservation.CreateTime != now).Select(reservation => reservation.OrderId).ToArray();
        if (again.Length > 0)
        {
            AppendForgetExpired(batch, again);
        }

        var lines = held.SelectMany(reservation => reservation.Lines, (reservation, line) => (reservation.OrderId, Line: line)).ToList();
        batch.Append(
            Hold,
            held.Select(reservation => reservation.OrderId).ToArray(),
            held.Select(reservation => reservation.CreateTime).ToArray(),
            held.Select(reservation => reservation.ExpireTime).ToArray(),
            now,
            lines.ConvertAll(line => line.OrderId).ToArray(),
            lines.ConvertAll(line => line.Line.Sku).ToArray(),
            lines.ConvertAll(line => line.Line.LocationId).ToArray(),
            lines.ConvertAll(line => line.Line.Quantity).ToArray());
    }

    /// <summary>Moves what a reservation holds: into which state, by which kind of movement, with which effect on the two counts.</summary>
    public static void AppendSettle(NpgsqlBatch batch, Guid orderId, Settlement settlement, DateTimeOffset now) =>
        batch.Append(Settle, orderId, (short)settlement.State, (short)settlement.Kind, settlement.OnHandPerPiece, settlement.ReservedPerPiece, now);

    public static void AppendRememberReleased(NpgsqlBatch batch, Guid orderId, DateTimeOffset now) => batch.Append(RememberReleased, orderId, now);

    public static async Task<IReadOnlyList<StoredReservation>> ReadReservationsAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var rows = new List<(StoredReservation Head, AllocatedLine? Line)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add((HeadOf(reader), LineOf(reader)));
        }

        return [.. rows.GroupBy(row => row.Head.OrderId).Select(group => group.First().Head with { Lines = [.. group.Select(row => row.Line).OfType<AllocatedLine>()] })];
    }

    public static async Task<IReadOnlyList<StockRow>> ReadStockAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var rows = new List<StockRow>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(StockOf(reader));
        }

        return rows;
    }

    private static StoredReservation HeadOf(NpgsqlDataReader row) => new(
        row.GetGuid(0), (ReservationState)row.GetInt16(1),
        row.GetFieldValue<DateTimeOffset>(2), row.GetFieldValue<DateTimeOffset>(3), row.GetFieldValue<DateTimeOffset>(4), []);

    private static StockRow StockOf(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetInt32(2), row.GetInt32(3), row.GetInt32(4), row.GetInt64(5), row.GetFieldValue<DateTimeOffset>(6));

    private static AllocatedLine? LineOf(NpgsqlDataReader row) => row.IsDBNull(5) ? null : new AllocatedLine(row.GetString(5), row.GetString(6), row.GetInt32(7));
}
