using System.Globalization;
using Shop.Contracts.Catalog.V1;
using Shop.Contracts.Types.V1;

namespace Shop.Catalog;

/// <summary>The ranges that prices are counted in. The limits are those of the view product_fact.</summary>
internal static class PriceRanges
{
    private static readonly long[] Limits = [1000, 2500, 5000, 10000, 25000, 50000, 100000, 250000];

    /// <summary>The number of the range that a price is in, from 0.</summary>
    public static int Of(long price) => Limits.Count(limit => price >= limit);

    /// <summary>A range with its count.</summary>
    public static FacetValue Value(string number, int count, ProductFilter filter, string currency)
    {
        var range = int.Parse(number, CultureInfo.InvariantCulture);
        var (lowest, highest) = (range == 0 ? 0 : Limits[range - 1], range == Limits.Length ? (long?)null : Limits[range] - 1);
        return new FacetValue
        {
            ProductCount = count,
            MinPrice = new Money { CurrencyCode = currency, MinorUnits = lowest },
            MaxPrice = highest is { } limit ? new Money { CurrencyCode = currency, MinorUnits = limit } : null,
            Selected = (filter.MinPrice is not null || filter.MaxPrice is not null)
                && (filter.MinPrice?.MinorUnits ?? 0) == lowest && filter.MaxPrice?.MinorUnits == highest,
        };
    }
}
