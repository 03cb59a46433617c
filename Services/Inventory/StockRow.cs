namespace Shop.Inventory;

/// <summary>The stock of one SKU at one location, as it is stored.</summary>
/// <param name="Sku">The SKU.</param>
/// <param name="LocationId">Where.</param>
/// <param name="Priority">Which location is taken from first: the lowest.</param>
/// <param name="OnHand">Pieces on the shelves.</param>
/// <param name="Reserved">Pieces of them that are held for orders.</param>
/// <param name="Revision">How often it has changed.</param>
/// <param name="UpdateTime">When it last changed.</param>
internal sealed record StockRow(string Sku, string LocationId, int Priority, int OnHand, int Reserved, long Revision, DateTimeOffset UpdateTime)
{
    public int Available => OnHand - Reserved;
}
