namespace Shop.Load.Verify.Invariants;

/// <summary>What left the shelves for an order is what the order sold: all of it for a confirmed one, nothing for a cancelled one or for none.</summary>
internal sealed class StockTakenIsSold : IInvariant
{
    private const string Taken = """
        SELECT order_id, sku, -sum(on_hand_delta) FROM movement WHERE order_id IS NOT NULL GROUP BY order_id, sku
        """;

    // Refunded pieces that were to go back are expected on the shelf again.
    private const string Sold = """
        SELECT order_id, sku, CASE state WHEN 5 THEN 0 ELSE quantity - coalesce(back, 0) END, update_time > now() - $1 OR state = 1
        FROM orders JOIN order_line USING (order_id)
        LEFT JOIN (
            SELECT order_id, sku, sum(quantity) AS back
            FROM refund CROSS JOIN LATERAL jsonb_to_recordset(lines) AS line (sku text, quantity int)
            WHERE restock
            GROUP BY order_id, sku
        ) returned USING (order_id, sku)
        """;

    public string Name => "stock taken is stock sold";

    public async Task<Finding> CheckAsync(ShopSnapshot shop, CancellationToken cancellationToken)
    {
        var taken = (await shop.ReadAsync(Databases.Inventory, Taken, row => (Key: (Order: row.GetGuid(0), Sku: row.GetString(1)), Pieces: row.GetInt64(2)), cancellationToken))
            .ToDictionary(row => row.Key, row => row.Pieces);
        var sold = (await shop.ReadAsync(
            Databases.Order, Sold, row => (Key: (Order: row.GetGuid(0), Sku: row.GetString(1)), Pieces: row.GetInt64(2), IsUnderWay: row.GetBoolean(3)), cancellationToken, shop.Options.Grace))
            .ToDictionary(row => row.Key, row => (row.Pieces, row.IsUnderWay));
        var decided = sold.Where(line => !line.Value.IsUnderWay).ToList();
        var takenForDecided = decided.Sum(line => taken.GetValueOrDefault(line.Key));
        return new Finding(
            $"{decided.Sum(line => line.Value.Pieces)} pieces sold, {takenForDecided} taken; {sold.Count - decided.Count} lines under way, {taken.Values.Sum() - takenForDecided} taken",
            [
                .. decided.Where(line => taken.GetValueOrDefault(line.Key) != line.Value.Pieces)
                    .Select(line => $"order {line.Key.Order}: sold {line.Value.Pieces} of {line.Key.Sku}, taken {taken.GetValueOrDefault(line.Key)}"),
                .. taken.Where(line => line.Value != 0 && !sold.ContainsKey(line.Key))
                    .Select(line => $"no order {line.Key.Order} with {line.Key.Sku}, but {line.Value} taken"),
            ]);
    }
}
