using System.Globalization;

namespace Shop.Catalog;

/// <summary>The etag of a product's version.</summary>
internal static class ProductEtag
{
    public static string Of(long revision) => revision.ToString("x", CultureInfo.InvariantCulture);
}
