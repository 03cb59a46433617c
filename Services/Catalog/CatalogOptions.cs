using System.ComponentModel.DataAnnotations;

namespace Shop.Catalog;

/// <summary>What one shop has different from another. Configuration section <c>Catalog</c>.</summary>
internal sealed class CatalogOptions
{
    /// <summary>The currency that regular prices, filters and orders are in. It must not change once there are products.</summary>
    [RegularExpression("^[A-Z]{3}$")]
    public string Currency { get; set; } = "EUR";

    /// <summary>The other currencies that may have prices, separated by commas.</summary>
    [RegularExpression("^([A-Z]{3}(,[A-Z]{3})*)?$")]
    public string OtherCurrencies { get; set; } = "USD,GBP,CHF";

    /// <summary>Whether prices may be in a currency.</summary>
    public bool Knows(string currency) =>
        currency == Currency || OtherCurrencies.Split(',').Contains(currency, StringComparer.Ordinal);
}
