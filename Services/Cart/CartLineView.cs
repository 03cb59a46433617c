using Google.Protobuf.WellKnownTypes;
using Shop.Contracts.Cart.V1;
using Shop.Contracts.Types.V1;

namespace Shop.Carts;

/// <summary>One line as its owner sees it. Pure.</summary>
internal static class CartLineView
{
    public static CartLine Compose(StoredCartLine line, Facts facts)
    {
        var isListingCurrent = facts.Listings.TryGetValue(line.Sku, out var current);
        var shown = new CartLine
        {
            Sku = line.Sku,
            Quantity = line.Quantity,
            CreateTime = line.CreateTime.ToTimestamp(),
            PriceStale = !isListingCurrent,
            Availability = isListingCurrent && current is null ? Availability.Discontinued : AvailabilityOf(line, facts.Stock),
        };
        if (facts.Stock.TryGetValue(line.Sku, out var available))
        {
            shown.AvailableQuantity = shown.Availability == Availability.Discontinued ? 0 : Math.Max(0, available);
        }

        if ((current ?? line.Listing) is { } listing)
        {
            Describe(shown, listing, line.SeenPrice);
        }

        return shown;
    }

    private static void Describe(CartLine shown, KnownListing listing, long seenPrice)
    {
        shown.ProductId = listing.ProductId;
        shown.ProductSlug = listing.Slug;
        shown.Name = listing.Name;
        shown.ImageUrl = listing.ImageUrl;
        foreach (var option in listing.Options)
        {
            shown.Options.Add(new SelectedOption { Name = option.Name, Value = option.Value });
        }

        shown.UnitPrice = listing.UnitPrice;
        shown.LastSeenPrice = new Money { CurrencyCode = listing.Currency, MinorUnits = seenPrice };
        shown.LineTotal = new Money { CurrencyCode = listing.Currency, MinorUnits = checked(listing.Price * shown.Quantity) };
    }

    private static Availability AvailabilityOf(StoredCartLine line, IReadOnlyDictionary<string, int> stock) => !stock.TryGetValue(line.Sku, out var available)
        ? Availability.Unknown
        : available <= 0 ? Availability.OutOfStock
        : available < line.Quantity ? Availability.Insufficient
        : Availability.Available;
}
