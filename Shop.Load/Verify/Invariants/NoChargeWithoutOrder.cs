namespace Shop.Load.Verify.Invariants;

/// <summary>Whoever was charged has an order.</summary>
internal sealed class NoChargeWithoutOrder : IInvariant
{
    private const string Charged = """
        SELECT DISTINCT reference FROM charge JOIN entry USING (charge_id)
        """;

    private const string Known = "SELECT order_id FROM orders WHERE order_id = ANY ($1)";

    public string Name => "no charge without an order";

    public async Task<Finding> CheckAsync(ShopSnapshot shop, CancellationToken cancellationToken)
    {
        var charged = await shop.ReadAsync(Databases.Provider, Charged, row => row.GetGuid(0), cancellationToken);
        var known = await shop.ReadAsync(Databases.Order, Known, row => row.GetGuid(0), cancellationToken, [charged.ToArray()]);
        return new Finding($"{charged.Count} charged", [.. charged.Except(known).Select(order => $"the provider has charged for {order}, which is no order")]);
    }
}
