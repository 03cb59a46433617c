using System.Globalization;

namespace Shop.Catalog;

/// <summary>The etag of a product's version.</summary>
internal static class ProductEtag
{
    public static string Of(long revision) => revision.ToString("x", CultureInfo.InvariantCulture);

    /// <summary>The revision that one of our own etags names.</summary>
    public static long RevisionOf(string etag) => long.Parse(etag, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
