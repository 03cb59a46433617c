namespace Shop.Load.Verify.Invariants;

/// <summary>The provider holds for the shop what each order says: its total less its refunds when it was kept, nothing when it was not.</summary>
internal sealed class MoneyIsWhatOrdersSay : IInvariant
{
    private const string Said = """
        SELECT order_id, CASE WHEN state = 5 THEN 0 ELSE total - refunded_total END, state = 1 OR update_time > now() - $1 FROM orders
        """;

    private const string Kept = """
        SELECT reference, coalesce(sum(CASE kind WHEN 'captured' THEN e.amount WHEN 'refunded' THEN -e.amount END), 0)::bigint
        FROM charge JOIN entry e USING (charge_id)
        GROUP BY reference
        """;

    public string Name => "money kept is what the orders say";

    public async Task<Finding> CheckAsync(ShopSnapshot shop, CancellationToken cancellationToken)
    {
        var kept = (await shop.ReadAsync(Databases.Provider, Kept, row => (Order: row.GetGuid(0), Amount: row.GetInt64(1)), cancellationToken)).ToDictionary(row => row.Order, row => row.Amount);
        var said = await shop.ReadAsync(Databases.Order, Said, row => (Order: row.GetGuid(0), Amount: row.GetInt64(1), IsUnderWay: row.GetBoolean(2)), cancellationToken, shop.Options.Grace);
        var decided = said.Where(row => !row.IsUnderWay).ToList();
        var keptForDecided = decided.Sum(row => kept.GetValueOrDefault(row.Order));
        return new Finding(
            $"{decided.Sum(row => row.Amount)} due, {keptForDecided} kept in minor units; {said.Count - decided.Count} orders under way, {kept.Values.Sum() - keptForDecided} kept",
            [
                .. decided.Where(row => kept.GetValueOrDefault(row.Order) != row.Amount)
                    .Select(row => $"order {row.Order}: {row.Amount} is due, the provider keeps {kept.GetValueOrDefault(row.Order)}"),
            ]);
    }
}
