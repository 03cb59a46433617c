namespace Shop.Carts;

/// <summary>What is to be noted after a cart was shown.</summary>
/// <param name="SeenNotices">SKUs of the stored notices that were shown to a person.</param>
/// <param name="Listings">Listings as Catalog has them now, and whether a person has seen them.</param>
internal sealed record CartRefresh(IReadOnlyList<string> SeenNotices, IReadOnlyList<(string Sku, KnownListing Listing, bool IsSeen)> Listings)
{
    public bool IsNeeded => SeenNotices.Count + Listings.Count > 0;

    /// <summary>When somebody looks: all that is known now counts as seen. When nobody does: what Catalog has changed is kept, to be shown while it is away.</summary>
    public static CartRefresh Of(StoredCart cart, Facts facts, bool isSeen)
    {
        var listings = new List<(string, KnownListing, bool)>();
        foreach (var line in cart.AllLines)
        {
            if (facts.Listings.GetValueOrDefault(line.Sku) is { } now && (!now.Equals(line.Listing) || (isSeen && now.Price != line.SeenPrice)))
            {
                listings.Add((line.Sku, now, isSeen));
            }
        }

        return new(isSeen ? [.. cart.Notices.Select(notice => notice.Sku)] : [], listings);
    }
}
