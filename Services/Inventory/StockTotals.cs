namespace Shop.Inventory;

/// <summary>The stock of one SKU over all locations.</summary>
internal sealed record StockTotals(string Sku, int OnHand, int Reserved, long Revision, DateTimeOffset UpdateTime, IReadOnlyList<StockRow> Locations)
{
    public int Available => OnHand - Reserved;

    /// <summary>The sums of a SKU's rows; one at least. Each change raises one of the revisions, so their sum rises, too.</summary>
    public static StockTotals Of(IReadOnlyCollection<StockRow> rows) => new(
        rows.First().Sku,
        rows.Sum(row => row.OnHand),
        rows.Sum(row => row.Reserved),
        rows.Sum(row => row.Revision),
        rows.Max(row => row.UpdateTime),
        [.. rows.OrderBy(row => row.LocationId, StringComparer.Ordinal)]);
}
