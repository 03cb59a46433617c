namespace Shop.Load.Verify.Invariants;

/// <summary>The provider has charged no order twice, whatever our ledger believes.</summary>
internal sealed class OneChargeAtProvider() : SqlInvariant("one charge an order, at the provider", Databases.Provider, Figures, Offenders)
{
    private const string Figures = """
        SELECT format('%s charges, %s authorized, %s captured', (SELECT count(*) FROM charge),
            count(*) FILTER (WHERE kind = 'authorized'), count(*) FILTER (WHERE kind = 'captured'))
        FROM entry
        """;

    private const string Offenders = """
        SELECT format('order %s: %s authorizations, %s captures', reference, authorizations, captures)
        FROM (
            SELECT reference, count(*) FILTER (WHERE kind = 'authorized') AS authorizations, count(*) FILTER (WHERE kind = 'captured') AS captures
            FROM charge JOIN entry USING (charge_id)
            GROUP BY reference
        ) charged
        WHERE authorizations > 1 OR captures > 1
        """;
}
