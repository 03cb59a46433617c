namespace Shop.Inventory;

/// <summary>Pieces of a SKU at a location that belong to an order's reservation.</summary>
internal sealed record AllocatedLine(string Sku, string LocationId, int Quantity)
{
    /// <summary>Pieces of them that have come back.</summary>
    public int Returned { get; init; }
}
