namespace Shop.Load.Verify.Invariants;

/// <summary>No money is held for an order that was cancelled: what was authorized was voided, or captured and refunded.</summary>
internal sealed class CancelledOrdersHoldNoMoney : IInvariant
{
    private const string Holding = """
        SELECT reference, sum(CASE kind WHEN 'authorized' THEN e.amount WHEN 'voided' THEN -e.amount WHEN 'refunded' THEN -e.amount ELSE 0 END)::bigint
        FROM charge JOIN entry e USING (charge_id)
        GROUP BY reference
        HAVING sum(CASE kind WHEN 'authorized' THEN e.amount WHEN 'voided' THEN -e.amount WHEN 'refunded' THEN -e.amount ELSE 0 END) <> 0
        """;

    private const string Cancelled = """
        SELECT order_id FROM orders WHERE state = 5 AND update_time <= now() - $1
        """;

    public string Name => "cancelled orders hold no money";

    public async Task<Finding> CheckAsync(ShopSnapshot shop, CancellationToken cancellationToken)
    {
        var holding = (await shop.ReadAsync(Databases.Provider, Holding, row => (Order: row.GetGuid(0), Amount: row.GetInt64(1)), cancellationToken)).ToDictionary(row => row.Order, row => row.Amount);
        var cancelled = await shop.ReadAsync(Databases.Order, Cancelled, row => row.GetGuid(0), cancellationToken, shop.Options.Grace);
        return new Finding(
            $"{cancelled.Count} cancelled",
            [.. cancelled.Where(holding.ContainsKey).Select(order => $"order {order} is cancelled, and {holding[order]} is held or kept")]);
    }
}
