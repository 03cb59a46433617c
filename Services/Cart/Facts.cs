namespace Shop.Carts;

/// <summary>What Catalog and Inventory say about the SKUs of a cart at this moment; null for whom did not answer.</summary>
/// <param name="Listings">Listings by SKU; a SKU that is absent is not sold any more.</param>
/// <param name="Stock">Pieces that can be sold by SKU; a SKU that is absent has none.</param>
internal sealed record Facts(IReadOnlyDictionary<string, KnownListing>? Listings, IReadOnlyDictionary<string, int>? Stock);
