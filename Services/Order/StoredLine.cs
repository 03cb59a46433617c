namespace Shop.Orders;

/// <summary>A line as it travels between code and table, in one JSON array for all lines of an order.</summary>
internal sealed record StoredLine(
    string Sku, string ProductId, string Name, IReadOnlyList<StoredOption> Options, string ImageUrl, long UnitPrice, int Quantity, int ShippedQuantity, int RefundedQuantity);
