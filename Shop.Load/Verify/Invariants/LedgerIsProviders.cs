namespace Shop.Load.Verify.Invariants;

/// <summary>What our ledger says of the money is what the provider did.</summary>
internal sealed class LedgerIsProviders : IInvariant
{
    private const string Ours = """
        SELECT order_id, coalesce(sum(m.amount) FILTER (WHERE kind = 1), 0)::bigint, coalesce(sum(m.amount) FILTER (WHERE kind = 2), 0)::bigint,
               coalesce(sum(m.amount) FILTER (WHERE kind = 3), 0)::bigint, coalesce(sum(m.amount) FILTER (WHERE kind = 4), 0)::bigint,
               update_time > now() - $1
        FROM payment LEFT JOIN movement m USING (order_id)
        GROUP BY order_id
        """;

    private const string Theirs = """
        SELECT reference, coalesce(sum(e.amount) FILTER (WHERE kind = 'authorized'), 0)::bigint, coalesce(sum(e.amount) FILTER (WHERE kind = 'captured'), 0)::bigint,
               coalesce(sum(e.amount) FILTER (WHERE kind = 'voided'), 0)::bigint, coalesce(sum(e.amount) FILTER (WHERE kind = 'refunded'), 0)::bigint,
               max(e.create_time) > now() - $1
        FROM charge JOIN entry e USING (charge_id)
        GROUP BY reference
        """;

    public string Name => "our ledger is the provider's";

    public async Task<Finding> CheckAsync(ShopSnapshot shop, CancellationToken cancellationToken)
    {
        var ours = await ReadAsync(shop, Databases.Payment, Ours, cancellationToken);
        var theirs = await ReadAsync(shop, Databases.Provider, Theirs, cancellationToken);
        var none = (Money: new Moved(0, 0, 0, 0), IsUnderWay: false);
        return new Finding(
            $"{ours.Values.Sum(row => row.Money.Captured)} captured, {ours.Values.Sum(row => row.Money.Voided)} voided, {ours.Values.Sum(row => row.Money.Refunded)} refunded in minor units",
            [
                .. ours.Keys.Union(theirs.Keys)
                    .Select(order => (Order: order, Ours: ours.GetValueOrDefault(order, none), Theirs: theirs.GetValueOrDefault(order, none)))
                    .Where(pair => !pair.Ours.IsUnderWay && !pair.Theirs.IsUnderWay && pair.Ours.Money != pair.Theirs.Money)
                    .Select(pair => $"order {pair.Order}: {pair.Ours.Money} by our ledger, {pair.Theirs.Money} at the provider"),
            ]);
    }

    private static async Task<Dictionary<Guid, (Moved Money, bool IsUnderWay)>> ReadAsync(ShopSnapshot shop, string database, string sql, CancellationToken cancellationToken) =>
        (await shop.ReadAsync(
            database, sql, row => (Order: row.GetGuid(0), Money: new Moved(row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4)), IsUnderWay: row.GetBoolean(5)), cancellationToken, shop.Options.Grace))
        .ToDictionary(row => row.Order, row => (row.Money, row.IsUnderWay));

    private sealed record Moved(long Authorized, long Captured, long Voided, long Refunded)
    {
        public override string ToString() => $"authorized {Authorized}, captured {Captured}, voided {Voided}, refunded {Refunded}";
    }
}
