namespace Shop.Carts;

/// <summary>What a merge did to a SKU, until the owner has seen it.</summary>
/// <param name="Sku">The SKU.</param>
/// <param name="LeftOut">True when it found no room, false when it came from the guest's cart.</param>
/// <param name="Listing">Its listing, when it was left out.</param>
internal sealed record StoredNotice(string Sku, bool LeftOut, KnownListing? Listing);
