namespace Shop.Load.Verify.Invariants;

/// <summary>Each held piece is held for a reservation.</summary>
internal sealed class HeldStockIsReserved() : SqlInvariant("held stock has reservations", Databases.Inventory, Figures, Offenders)
{
    private const string Figures = """
        SELECT format('%s reservations, %s of them held', count(*), count(*) FILTER (WHERE state = 1)) FROM reservation
        """;

    private const string Offenders = """
        SELECT format('%s at %s: reserved %s, held by reservations %s', sku, location_id, coalesce(s.reserved, 0), coalesce(h.held, 0))
        FROM stock s
        FULL JOIN (
            SELECT sku, location_id, sum(quantity) AS held
            FROM reservation JOIN reservation_line USING (order_id)
            WHERE state = 1
            GROUP BY sku, location_id
        ) h USING (sku, location_id)
        WHERE coalesce(s.reserved, 0) <> coalesce(h.held, 0)
        ORDER BY sku, location_id
        """;
}
