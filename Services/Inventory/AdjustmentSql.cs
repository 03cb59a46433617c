using Npgsql;
using Shop.ServiceDefaults.Postgres;

namespace Shop.Inventory;

/// <summary>The statements of an administrator's adjustment.</summary>
internal static class AdjustmentSql
{
    // Writers lock the rows of a SKU that they see, and compute its sums by them. A row that is new would come in unseen between
    // a look and its lock; so whoever adds one waits until no writer is under way, and lets none begin.
    private const string LockOut = """
        -- lock out other writers
        LOCK TABLE stock IN EXCLUSIVE MODE
        """;

    private const string SelectLocation = """
        -- location
        SELECT priority FROM location WHERE location_id = $1
        """;

    private const string Adjust = """
        -- adjust stock
        WITH ledger AS (
            INSERT INTO movement (sku, location_id, kind, on_hand_delta, reason, note, actor_id, create_time)
            VALUES ($1, $2, 1, $3, $4, $5, $6, $7)
        )
        UPDATE stock SET on_hand = on_hand + $3, revision = revision + 1, update_time = $7 WHERE sku = $1 AND location_id = $2
        """;

    private const string Introduce = """
        -- first stock
        WITH ledger AS (
            INSERT INTO movement (sku, location_id, kind, on_hand_delta, reason, note, actor_id, create_time)
            SELECT $1, $2, 1, $3, $4, $5, $6, $7 WHERE $3 <> 0
        )
        INSERT INTO stock (sku, location_id, on_hand, update_time) VALUES ($1, $2, $3, $7)
        """;

    public static void AppendLockOut(NpgsqlBatch batch) => batch.Append(LockOut);

    public static void AppendSelectLocation(NpgsqlBatch batch, string locationId) => batch.Append(SelectLocation, locationId);

    /// <summary>Changes what is stored, or stores the first of the SKU at the location, with its entry in the ledger.</summary>
    public static void AppendAdjust(NpgsqlBatch batch, StockAdjustment adjustment, AdjustDecision.Adjust decision, DateTimeOffset now) => batch.Append(
        decision.Row is null ? Introduce : Adjust,
        adjustment.Sku, adjustment.LocationId, decision.Delta, (short)adjustment.Reason, adjustment.Note, adjustment.ActorId, now);
}
