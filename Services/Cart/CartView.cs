using Google.Protobuf.WellKnownTypes;
using Shop.Contracts.Cart.V1;
using Shop.Contracts.Types.V1;
using Shop.ServiceDefaults.Security;

namespace Shop.Carts;

/// <summary>A cart as its owner sees it: what is stored, at the prices and with the stock of this moment. Pure.</summary>
internal static class CartView
{
    public static Cart Compose(Caller owner, StoredCart stored, Facts facts, DateTimeOffset now)
    {
        var cart = new Cart { OwnerId = owner.Id, Etag = stored.Etag };
        if (stored.UpdateTime is { } updated)
        {
            cart.UpdateTime = updated.ToTimestamp();
            cart.ExpireTime = (now + CartLimits.LifeFor(owner)).ToTimestamp();
        }

        foreach (var line in stored.Lines)
        {
            var shown = LineOf(line, facts);
            cart.Lines.Add(shown);
            cart.Notices.AddRange(NoticesOf(shown));
        }

        var counted = cart.Lines.Where(line => line.Availability != Availability.Discontinued && line.LineTotal is not null).ToList();
        if (counted.Count > 0)
        {
            cart.Subtotal = new Money { CurrencyCode = counted[0].LineTotal.CurrencyCode, MinorUnits = counted.Aggregate(0L, (sum, line) => checked(sum + line.LineTotal.MinorUnits)) };
            cart.ItemCount = counted.Sum(line => line.Quantity);
        }

        return cart;
    }

    private static CartLine LineOf(StoredCartLine line, Facts facts)
    {
        var current = facts.Listings?.GetValueOrDefault(line.Sku);
        var shown = new CartLine
        {
            Sku = line.Sku,
            Quantity = line.Quantity,
            CreateTime = line.CreateTime.ToTimestamp(),
            PriceStale = facts.Listings is null,
            Availability = facts.Listings is not null && current is null ? Availability.Discontinued : AvailabilityOf(line, facts.Stock),
        };
        if (facts.Stock is { } stock)
        {
            shown.AvailableQuantity = stock.GetValueOrDefault(line.Sku);
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
        shown.Options.AddRange(listing.Options.Select(option => new SelectedOption { Name = option.Name, Value = option.Value }));
        shown.UnitPrice = listing.UnitPrice;
        shown.LastSeenPrice = new Money { CurrencyCode = listing.Currency, MinorUnits = seenPrice };
        shown.LineTotal = new Money { CurrencyCode = listing.Currency, MinorUnits = checked(listing.Price * shown.Quantity) };
    }

    private static Availability AvailabilityOf(StoredCartLine line, IReadOnlyDictionary<string, int>? stock) => stock?.GetValueOrDefault(line.Sku) switch
    {
        null => Availability.Unknown,
        <= 0 => Availability.OutOfStock,
        var available when available < line.Quantity => Availability.Insufficient,
        _ => Availability.Available,
    };

    private static IEnumerable<CartNotice> NoticesOf(CartLine line)
    {
        if (line.UnitPrice is { } now && line.LastSeenPrice is { } before && now.MinorUnits != before.MinorUnits)
        {
            var kind = now.MinorUnits > before.MinorUnits ? CartNoticeKind.PriceIncreased : CartNoticeKind.PriceDecreased;
            yield return new CartNotice { Kind = kind, Sku = line.Sku, Name = line.Name, PreviousPrice = before, CurrentPrice = now };
        }

        var shortage = line.Availability switch
        {
            Availability.Insufficient => CartNoticeKind.InsufficientStock,
            Availability.OutOfStock => CartNoticeKind.OutOfStock,
            Availability.Discontinued => CartNoticeKind.Discontinued,
            _ => CartNoticeKind.Unspecified,
        };
        if (shortage != CartNoticeKind.Unspecified)
        {
            yield return new CartNotice { Kind = shortage, Sku = line.Sku, Name = line.Name, AvailableQuantity = line.AvailableQuantity };
        }
    }
}
