using System.Diagnostics;
using Npgsql;
using NpgsqlTypes;
using Shop.ServiceDefaults.Postgres;

namespace Shop.Inventory;

/// <summary>
/// The part that all changes of stock for orders share: given what moves, it locks the SKUs in order, changes the counts, writes the
/// ledger and notes what is to be told of each SKU, within the statement that it is part of. Parameters $1 to $5 are its own.
/// </summary>
internal static class StockSql
{
    /// <summary>How many parameters are taken.</summary>
    public const int Parameters = 5;

    /// <summary>
    /// Follows a common table <c>moving (order_id, sku, location_id, on_hand_delta, reserved_delta)</c>; <c>after</c> is the stock of
    /// all SKUs concerned as it is then. All rows of a SKU are locked, also those that do not change: its sums are told.
    /// The SKUs are joined: of an array that is no constant, Postgres compares every element with every row.
    /// </summary>
    public const string Move = """
        , locked AS MATERIALIZED (
            SELECT sku, location_id, on_hand, reserved, revision, update_time
            FROM stock JOIN (SELECT DISTINCT sku FROM moving) AS concerned USING (sku)
            ORDER BY sku, location_id
            FOR UPDATE OF stock
        ), delta AS MATERIALIZED (
            SELECT sku, location_id, sum(on_hand_delta)::int AS on_hand, sum(reserved_delta)::int AS reserved
            FROM moving
            GROUP BY sku, location_id
        ), moved AS (
            UPDATE stock
            SET on_hand = stock.on_hand + delta.on_hand, reserved = stock.reserved + delta.reserved, revision = stock.revision + 1, update_time = $1
            FROM locked JOIN delta USING (sku, location_id)
            WHERE stock.sku = locked.sku AND stock.location_id = locked.location_id
        ), ledger AS (
            INSERT INTO movement (sku, location_id, kind, on_hand_delta, reserved_delta, order_id, create_time)
            SELECT sku, location_id, $2, on_hand_delta, reserved_delta, order_id, $1 FROM moving
        ), after AS MATERIALIZED (
            SELECT sku, location_id,
                   locked.on_hand + coalesce(delta.on_hand, 0) AS on_hand,
                   locked.reserved + coalesce(delta.reserved, 0) AS reserved,
                   CASE WHEN delta.sku IS NULL THEN locked.revision ELSE locked.revision + 1 END AS revision,
                   CASE WHEN delta.sku IS NULL THEN locked.update_time ELSE $1 END AS update_time,
                   locked.on_hand - locked.reserved AS available_before
            FROM locked LEFT JOIN delta USING (sku, location_id)
        ), change AS (
            INSERT INTO stock_change AS told (sku, on_hand, reserved, revision, change_time, turned, since, trace_parent, trace_state)
            SELECT sku, sum(on_hand), sum(reserved), sum(revision), $1, (sum(available_before) > 0) <> (sum(on_hand) > sum(reserved)), $1, $4, $5
            FROM after
            WHERE $3
            GROUP BY sku
            ORDER BY sku
            ON CONFLICT (sku) DO UPDATE
            SET on_hand = excluded.on_hand, reserved = excluded.reserved, revision = excluded.revision, change_time = excluded.change_time,
                turned = told.turned OR excluded.turned, trace_parent = excluded.trace_parent, trace_state = excluded.trace_state
        )
        """;

    private const string Lock = """
        -- lock stock
        SELECT sku, location_id, priority, on_hand, reserved, revision, update_time
        FROM stock JOIN location USING (location_id)
        WHERE sku = ANY ($1)
        ORDER BY sku, location_id
        FOR UPDATE OF stock
        """;

    private const string Select = """
        -- stock
        SELECT sku, location_id, priority, on_hand, reserved, revision, update_time
        FROM stock JOIN location USING (location_id)
        WHERE sku = ANY ($1)
        """;

    /// <summary>Adds a statement that contains <see cref="Move"/>.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="sql">The statement.</param>
    /// <param name="settlement">What the movement is; commits are not told, since what can be sold stays as it is.</param>
    /// <param name="now">The time of the transaction.</param>
    /// <param name="values">The parameters from $6 on.</param>
    public static void AppendMove(NpgsqlBatch batch, string sql, Settlement settlement, DateTimeOffset now, params ReadOnlySpan<SqlValue> values)
    {
        var activity = Activity.Current;
        batch.Append(sql, [
            now,
            (short)settlement.Kind,
            new NpgsqlParameter<bool> { TypedValue = settlement.ChangesAvailable },
            new NpgsqlParameter { Value = (object?)activity?.Id ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
            new NpgsqlParameter { Value = (object?)activity?.TraceStateString ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
            .. values]);
    }

    public static void AppendLock(NpgsqlBatch batch, string[] skus) => batch.Append(Lock, skus);

    public static void AppendSelect(NpgsqlBatch batch, string[] skus) => batch.Append(Select, skus);

    public static async Task<IReadOnlyList<StockRow>> ReadAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var rows = new List<StockRow>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(RowOf(reader));
        }

        return rows;
    }

    private static StockRow RowOf(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetInt32(2), row.GetInt32(3), row.GetInt32(4), row.GetInt64(5), row.GetFieldValue<DateTimeOffset>(6));
}
