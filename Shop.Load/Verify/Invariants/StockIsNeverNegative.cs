namespace Shop.Load.Verify.Invariants;

/// <summary>Nothing was ever sold that was not there: not now, and not after any movement of the ledger.</summary>
internal sealed class StockIsNeverNegative() : SqlInvariant("nothing is oversold", Databases.Inventory, Figures, Offenders)
{
    private const string Figures = """
        SELECT format('%s on hand, %s held, %s available', coalesce(sum(on_hand), 0), coalesce(sum(reserved), 0), coalesce(sum(on_hand - reserved), 0)) FROM stock
        """;

    // A row's movements follow each other under its lock, so their ids are in the order in which they happened.
    private const string Offenders = """
        SELECT format('%s at %s: on hand %s, reserved %s', sku, location_id, on_hand, reserved)
        FROM stock
        WHERE on_hand < 0 OR reserved < 0 OR reserved > on_hand
        UNION ALL
        SELECT format('%s at %s: on hand %s, reserved %s after movement %s', sku, location_id, on_hand, reserved, movement_id)
        FROM (
            SELECT sku, location_id, movement_id, sum(on_hand_delta) OVER so_far AS on_hand, sum(reserved_delta) OVER so_far AS reserved
            FROM movement
            WINDOW so_far AS (PARTITION BY sku, location_id ORDER BY movement_id)
        ) history
        WHERE on_hand < 0 OR reserved < 0 OR reserved > on_hand
        """;
}
