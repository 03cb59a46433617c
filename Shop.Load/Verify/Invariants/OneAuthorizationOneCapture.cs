namespace Shop.Load.Verify.Invariants;

/// <summary>Our ledger of money has no order charged twice.</summary>
internal sealed class OneAuthorizationOneCapture() : SqlInvariant("one charge an order, in our ledger", Databases.Payment, Figures, Offenders)
{
    private const string Figures = """
        SELECT format('%s payments, %s authorizations, %s captures', (SELECT count(*) FROM payment),
            count(*) FILTER (WHERE kind = 1), count(*) FILTER (WHERE kind = 2))
        FROM movement
        """;

    private const string Offenders = """
        SELECT format('order %s: %s authorizations, %s captures, %s captured of %s', order_id, authorizations, captures, captured, amount)
        FROM payment JOIN (
            SELECT order_id, count(*) FILTER (WHERE kind = 1) AS authorizations, count(*) FILTER (WHERE kind = 2) AS captures,
                   coalesce(sum(m.amount) FILTER (WHERE kind = 2), 0) AS captured
            FROM movement m
            GROUP BY order_id
        ) moved USING (order_id)
        WHERE authorizations > 1 OR captures > 1 OR captured > amount
        """;
}
