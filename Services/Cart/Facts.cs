namespace Shop.Carts;

/// <summary>What Catalog and Inventory say about the SKUs of a cart at this moment.</summary>
/// <param name="Listings">By SKU; null for one that is not sold any more; absent when Catalog could not be asked about it.</param>
/// <param name="Stock">Pieces that can be sold, by SKU; absent when Inventory could not be asked about it.</param>
internal sealed record Facts(IReadOnlyDictionary<string, KnownListing?> Listings, IReadOnlyDictionary<string, int> Stock)
{
    public static readonly Facts None = new(new Dictionary<string, KnownListing?>(), new Dictionary<string, int>());
}
