namespace Shop.Inventory;

/// <summary>The stock of one SKU over all locations.</summary>
internal sealed record StockTotals(string Sku, int OnHand, int Reserved, long Revision, DateTimeOffset UpdateTime, IReadOnlyList<StockRow> Locations)
{
    public int Available => OnHand - Reserved;
}
