using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;
using Shop.Contracts.Catalog.V1;
using Shop.Contracts.Types.V1;
using Shop.ServiceDefaults.Grpc;

namespace Shop.Catalog;

/// <summary>What the contract demands of a product's variants and their prices.</summary>
internal static class VariantRules
{
    public const string TimeRule = "must be a moment from the year 1 to 9999, in microseconds";

    public const string PriceRule = "must be 0 to 1000000000000";

    public const string ComparedRule = "must be more than price, at most 1000000000000";

    /// <summary>The highest price, in minor units: the dearest cart that fits the limits still adds up, ten times over.</summary>
    public const long MaxPrice = 1_000_000_000_000;

    private const int MaxVariants = 100;
    private const int MaxPrices = 50;
    private const int MaxWeight = 1_000_000;

    /// <inheritdoc cref="ProductRules.Check"/>
    public static void Check(Product product, CatalogOptions options, Violations violations, string path)
    {
        var skus = new HashSet<string>(StringComparer.Ordinal);
        var choices = new HashSet<string>(StringComparer.Ordinal);
        violations.Require(product.Variants.Count is >= 1 and <= MaxVariants, path + "variants", $"must be 1 to {MaxVariants}");
        for (var i = 0; i < Math.Min(product.Variants.Count, MaxVariants); i++)
        {
            var (variant, at) = (product.Variants[i], $"{path}variants[{i}].");
            violations
                .RequireSku(variant.Sku, at + "sku")
                .Require(skus.Add(variant.Sku), at + "sku", "must be there once")
                .Require(IsChoiceOf(variant, product.Options), at + "options", "must be one value of each option of the product, in their order")
                .Require(choices.Add(string.Join('\0', variant.Options.Select(option => option.Value))), at + "options", "must differ from those of the other variants")
                .Require(variant.WeightGrams is >= 0 and <= MaxWeight, at + "weight_grams", $"must be 0 to {MaxWeight}")
                .Require(IsBarcode(variant.Barcode), at + "barcode", "must be 8, 12, 13 or 14 digits")
                .Require(variant.ImageUrl.Length == 0 || product.Images.Any(image => image.Url == variant.ImageUrl), at + "image_url", "must be the url of one of the product's images");
            CheckPrices(variant, options, violations, at);
        }
    }

    /// <summary>A moment that .NET and Postgres can both tell.</summary>
    public static bool IsTime(Timestamp? time) =>
        time is null || (time.Seconds is >= -62135596800 and <= 253402300799 && time.Nanos is >= 0 and <= 999_999_999 && time.Nanos % 1000 == 0);

    /// <summary>An amount that something may cost.</summary>
    public static bool IsPrice(Money price) => price.MinorUnits is >= 0 and <= MaxPrice;

    /// <summary>An amount that a price may be compared to.</summary>
    public static bool IsComparable(Money compareAt, Money? price) => IsPrice(compareAt) && compareAt.MinorUnits > (price?.MinorUnits ?? 0);

    private static void CheckPrices(Variant variant, CatalogOptions options, Violations violations, string at)
    {
        if (variant.RegularEntry is { } regular)
        {
            CheckPrice(regular.Price, regular.CompareAtPrice, currency => currency == options.Currency, violations, at + "regular_entry.");
            violations.Require(regular.StartTime is null && regular.EndTime is null, at + "regular_entry", "must have no times");
        }
        else
        {
            CheckPrice(variant.Price, variant.CompareAtPrice, currency => currency == options.Currency, violations, at);
        }

        var starts = new HashSet<(string, Timestamp?)>();
        violations.Require(variant.Prices.Count <= MaxPrices, at + "prices", $"must be at most {MaxPrices}");
        for (var i = 0; i < Math.Min(variant.Prices.Count, MaxPrices); i++)
        {
            var (entry, entryAt) = (variant.Prices[i], $"{at}prices[{i}].");
            CheckPrice(entry.Price, entry.CompareAtPrice, options.Knows, violations, entryAt);
            violations
                .Require(IsTime(entry.StartTime), entryAt + "start_time", TimeRule)
                .Require(IsTime(entry.EndTime), entryAt + "end_time", TimeRule)
                .Require(entry.StartTime is null || entry.EndTime is null || entry.StartTime.CompareTo(entry.EndTime) < 0, entryAt + "end_time", "must be after start_time")
                .Require(entry.Price?.CurrencyCode != options.Currency || entry.StartTime is not null || entry.EndTime is not null, entryAt + "start_time", "must be given, or end_time, in the shop's currency")
                .Require(starts.Add((entry.Price?.CurrencyCode ?? "", entry.StartTime)), entryAt + "start_time", "must be there once a currency");
        }
    }

    private static void CheckPrice(Money? price, Money? compareAt, Func<string, bool> isKnown, Violations violations, string at)
    {
        violations
            .Require(price is not null, at + "price", "must be given")
            .Require(price is null || IsPrice(price), at + "price.minor_units", PriceRule)
            .Require(price is null || isKnown(price.CurrencyCode), at + "price.currency_code", "must be the shop's currency, or in prices one of its others")
            .Require(compareAt is null || compareAt.CurrencyCode == price?.CurrencyCode, at + "compare_at_price.currency_code", "must be that of price")
            .Require(compareAt is null || IsComparable(compareAt, price), at + "compare_at_price.minor_units", ComparedRule);
    }

    private static bool IsChoiceOf(Variant variant, RepeatedField<ProductOption> options) =>
        variant.Options.Count == options.Count
        && variant.Options.Zip(options).All(pair => pair.First.Name == pair.Second.Name && pair.Second.Values.Contains(pair.First.Value));

    private static bool IsBarcode(string value) => value.Length is 0 or 8 or 12 or 13 or 14 && value.All(char.IsAsciiDigit);
}
