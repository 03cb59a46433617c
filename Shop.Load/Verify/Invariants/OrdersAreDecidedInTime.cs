namespace Shop.Load.Verify.Invariants;

/// <summary>Every accepted order is decided, or inside its deadline.</summary>
internal sealed class OrdersAreDecidedInTime() : SqlInvariant("no order is stuck", Databases.Order, Figures, Offenders)
{
    private const string Figures = """
        SELECT format('%s orders, %s awaiting payment, %s confirmed, %s shipped, %s delivered, %s cancelled, %s refunded', count(*),
            count(*) FILTER (WHERE state = 1), count(*) FILTER (WHERE state = 2), count(*) FILTER (WHERE state = 3),
            count(*) FILTER (WHERE state = 4), count(*) FILTER (WHERE state = 5), count(*) FILTER (WHERE state = 6))
        FROM orders
        """;

    // Whoever decides at the deadline takes a moment for it.
    private const string Offenders = """
        SELECT format('order %s awaits its payment since %s, and was to be decided by %s', order_id, create_time, expire_time)
        FROM orders
        WHERE state = 1 AND (expire_time IS NULL OR expire_time < now() - interval '1 minute')
        """;
}
