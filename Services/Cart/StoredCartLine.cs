using StackExchange.Redis;

namespace Shop.Carts;

/// <summary>One SKU in a stored cart.</summary>
/// <param name="Sku">The SKU.</param>
/// <param name="Quantity">Pieces.</param>
/// <param name="CreateTime">When it was put there.</param>
/// <param name="SeenPrice">What one piece cost, in minor units, when the owner last saw the cart.</param>
/// <param name="StoredListing">Its listing as it was last known, in JSON; empty when it never was.</param>
internal sealed record StoredCartLine(string Sku, int Quantity, DateTimeOffset CreateTime, long SeenPrice, RedisValue StoredListing)
{
    private KnownListing? _listing;

    /// <summary>Its listing as it was last known; null when it never was. Read when it is needed: mostly Catalog has told a newer one.</summary>
    public KnownListing? Listing => _listing ??= KnownListing.Parse(StoredListing);
}
