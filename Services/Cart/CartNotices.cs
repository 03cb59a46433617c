using Shop.Contracts.Cart.V1;

namespace Shop.Carts;

/// <summary>What has changed about a cart by itself, in words for its owner. Pure.</summary>
internal static class CartNotices
{
    public static IEnumerable<CartNotice> Of(CartLine line)
    {
        if (line.UnitPrice is { } now && line.LastSeenPrice is { } before && now.MinorUnits != before.MinorUnits)
        {
            var kind = now.MinorUnits > before.MinorUnits ? CartNoticeKind.PriceIncreased : CartNoticeKind.PriceDecreased;
            yield return new CartNotice { Kind = kind, Sku = line.Sku, Name = line.Name, PreviousPrice = before, CurrentPrice = now };
        }

        if (ShortageOf(line.Availability) is { } shortage)
        {
            yield return new CartNotice { Kind = shortage, Sku = line.Sku, Name = line.Name, AvailableQuantity = line.AvailableQuantity };
        }
    }

    /// <param name="notice">What a merge did.</param>
    /// <param name="lines">The cart's lines, which know the names of those that are in it.</param>
    public static CartNotice Of(StoredNotice notice, IEnumerable<CartLine> lines) => new()
    {
        Kind = notice.LeftOut ? CartNoticeKind.LeftOut : CartNoticeKind.Merged,
        Sku = notice.Sku,
        Name = notice.Listing?.Name ?? lines.FirstOrDefault(line => line.Sku == notice.Sku)?.Name ?? "",
    };

    private static CartNoticeKind? ShortageOf(Availability availability) => availability switch
    {
        Availability.Insufficient => CartNoticeKind.InsufficientStock,
        Availability.OutOfStock => CartNoticeKind.OutOfStock,
        Availability.Discontinued => CartNoticeKind.Discontinued,
        _ => null,
    };
}
