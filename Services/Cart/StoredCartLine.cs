namespace Shop.Carts;

/// <summary>One SKU in a stored cart.</summary>
/// <param name="Sku">The SKU.</param>
/// <param name="Quantity">Pieces.</param>
/// <param name="CreateTime">When it was put there.</param>
/// <param name="SeenPrice">What one piece cost, in minor units, when the owner last saw the cart.</param>
/// <param name="Listing">Its listing as it was last known; null when it never was.</param>
internal sealed record StoredCartLine(string Sku, int Quantity, DateTimeOffset CreateTime, long SeenPrice, KnownListing? Listing);
