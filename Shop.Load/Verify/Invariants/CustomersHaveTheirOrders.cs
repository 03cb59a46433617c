namespace Shop.Load.Verify.Invariants;

/// <summary>What somebody ordered as a guest is the customer's whom the guest became.</summary>
internal sealed class CustomersHaveTheirOrders : IInvariant
{
    private const string Upgraded = """
        SELECT guest_id, user_id::text FROM guest_upgrade WHERE create_time <= now() - $1
        """;

    private const string Left = """
        SELECT order_id, owner_id FROM orders WHERE owner_id = ANY ($1) AND create_time <= now() - $2
        """;

    public string Name => "customers have their guests' orders";

    public async Task<Finding> CheckAsync(ShopSnapshot shop, CancellationToken cancellationToken)
    {
        var customers = (await shop.ReadAsync(Databases.Identity, Upgraded, row => (Guest: row.GetString(0), Customer: row.GetString(1)), cancellationToken, shop.Options.Grace))
            .ToDictionary(row => row.Guest, row => row.Customer);
        var left = await shop.ReadAsync(Databases.Order, Left, row => (Order: row.GetGuid(0), Guest: row.GetString(1)), cancellationToken, customers.Keys.ToArray(), shop.Options.Grace);
        return new Finding($"{customers.Count} guests became customers", [.. left.Select(order => $"order {order.Order} is still of {order.Guest}, who has become {customers[order.Guest]}")]);
    }
}
