namespace Shop.Load.Verify.Invariants;

/// <summary>An order costs what its lines cost, and gives back what its refunds give back.</summary>
internal sealed class TotalsAddUp() : SqlInvariant("orders add up", Databases.Order, Figures, Offenders)
{
    private const string Figures = """
        SELECT format('%s orders, %s lines', (SELECT count(*) FROM orders), (SELECT count(*) FROM order_line))
        """;

    private const string Offenders = """
        SELECT format('order %s: subtotal %s, lines %s; refunded %s, refunds %s', order_id, subtotal, lines, refunded_total, refunds)
        FROM orders
        CROSS JOIN LATERAL (SELECT coalesce(sum(unit_price * quantity), 0) AS lines FROM order_line l WHERE l.order_id = orders.order_id) l
        CROSS JOIN LATERAL (SELECT coalesce(sum(amount), 0) AS refunds FROM refund r WHERE r.order_id = orders.order_id) r
        WHERE subtotal <> lines OR refunded_total <> refunds
        """;
}
