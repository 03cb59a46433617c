using Shop.Contracts.Catalog.V1;

namespace Shop.Catalog;

/// <summary>Which price is valid when. Pure.</summary>
internal static class PriceTimes
{
    /// <summary>
    /// Settles a product at a moment: every variant has the price that is valid then, entries that are over are gone, and the
    /// product's lowest and highest price follow.
    /// </summary>
    /// <returns>When it has to be settled next; null when nothing will change by itself.</returns>
    public static DateTime? Settle(Product product, string currency, DateTimeOffset now)
    {
        foreach (var variant in product.Variants)
        {
            Settle(variant, currency, now);
        }

        product.MinPrice = product.Variants.MinBy(variant => variant.Price.MinorUnits)!.Price.Clone();
        product.MaxPrice = product.Variants.MaxBy(variant => variant.Price.MinorUnits)!.Price.Clone();
        return product.Variants
            .SelectMany(variant => variant.Prices)
            .SelectMany(entry => new[] { entry.StartTime, entry.EndTime })
            .Where(time => time is not null && time.ToDateTimeOffset() > now)
            .Select(time => (DateTime?)time.ToDateTime())
            .Min();
    }

    /// <summary>The product with its prices in another currency; in its own where it has none.</summary>
    public static Product InCurrency(Product product, string currency, DateTimeOffset now)
    {
        if (currency.Length == 0 || product.MinPrice.CurrencyCode == currency || !product.Variants.All(variant => Valid(variant, currency, now) is not null))
        {
            return product;
        }

        var converted = product.Clone();
        foreach (var variant in converted.Variants)
        {
            Take(variant, Valid(variant, currency, now)!);
            variant.RegularEntry = null;
        }

        converted.MinPrice = converted.Variants.MinBy(variant => variant.Price.MinorUnits)!.Price.Clone();
        converted.MaxPrice = converted.Variants.MaxBy(variant => variant.Price.MinorUnits)!.Price.Clone();
        return converted;
    }

    /// <summary>The listing with its price in another currency; null when it has none.</summary>
    public static VariantListing? InCurrency(VariantListing listing, string currency, DateTimeOffset now)
    {
        if (currency.Length == 0 || listing.Variant.Price.CurrencyCode == currency)
        {
            return listing;
        }

        if (Valid(listing.Variant, currency, now) is not { } entry)
        {
            return null;
        }

        var converted = listing.Clone();
        Take(converted.Variant, entry);
        converted.Variant.RegularEntry = null;
        return converted;
    }

    private static void Settle(Variant variant, string currency, DateTimeOffset now)
    {
        var regular = variant.RegularEntry ?? new PriceEntry { Price = variant.Price, CompareAtPrice = variant.CompareAtPrice };
        foreach (var over in variant.Prices.Where(entry => entry.EndTime is { } end && end.ToDateTimeOffset() <= now).ToList())
        {
            variant.Prices.Remove(over);
        }

        var valid = Valid(variant, currency, now);
        Take(variant, valid ?? regular);
        variant.RegularEntry = valid is null ? null : regular;
    }

    // Of those that are valid, the one that began last.
    private static PriceEntry? Valid(Variant variant, string currency, DateTimeOffset now) => variant.Prices
        .Where(entry => entry.Price.CurrencyCode == currency && Start(entry) <= now && (entry.EndTime is null || entry.EndTime.ToDateTimeOffset() > now))
        .MaxBy(Start);

    private static DateTimeOffset Start(PriceEntry entry) => entry.StartTime?.ToDateTimeOffset() ?? DateTimeOffset.MinValue;

    private static void Take(Variant variant, PriceEntry entry)
    {
        variant.Price = entry.Price.Clone();
        variant.CompareAtPrice = entry.CompareAtPrice?.Clone();
    }
}
