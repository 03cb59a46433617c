namespace Shop.Carts;

/// <summary>Listings as Catalog gave them; null for a SKU that is not sold. ProductChanged corrects them at once, time what it did not reach.</summary>
internal sealed class RecentListings(TimeProvider time) : RecentAnswers<KnownListing?>(TimeSpan.FromSeconds(5), time);
