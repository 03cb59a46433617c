namespace Shop.Load.Verify.Invariants;

/// <summary>What is on the shelves and what is held is the sum of the ledger, for every SKU and location.</summary>
internal sealed class StockEqualsLedger() : SqlInvariant("stock equals ledger", Databases.Inventory, Figures, Offenders)
{
    private const string Figures = """
        SELECT format('%s SKUs, %s movements', (SELECT count(DISTINCT sku) FROM stock), (SELECT count(*) FROM movement))
        """;

    private const string Offenders = """
        SELECT format('%s at %s: on hand %s, ledger %s; reserved %s, ledger %s', sku, location_id, s.on_hand, m.on_hand, s.reserved, m.reserved)
        FROM stock s
        FULL JOIN (SELECT sku, location_id, sum(on_hand_delta) AS on_hand, sum(reserved_delta) AS reserved FROM movement GROUP BY sku, location_id) m
            USING (sku, location_id)
        WHERE (coalesce(s.on_hand, 0), coalesce(s.reserved, 0)) <> (coalesce(m.on_hand, 0), coalesce(m.reserved, 0))
        ORDER BY sku, location_id
        """;
}
