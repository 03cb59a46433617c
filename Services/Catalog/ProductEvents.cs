using Google.Protobuf.WellKnownTypes;
using Shop.Contracts.Catalog.V1;

namespace Shop.Catalog;

/// <summary>What is told of a change. Pure.</summary>
internal static class ProductEvents
{
    /// <summary>What became of a product that was not there before or still is.</summary>
    public static ProductChanged Changed(Product? before, Product after) => new()
    {
        ProductId = after.ProductId,
        Product = after,
        RemovedSkus = { Skus(before).Except(Skus(after), StringComparer.Ordinal) },
        RepricedSkus = { after.Variants.Where(variant => IsRepriced(before, variant)).Select(variant => variant.Sku) },
        Revision = ProductEtag.RevisionOf(after.Etag),
        ChangeTime = after.UpdateTime,
    };

    /// <summary>A product is gone.</summary>
    public static ProductChanged Deleted(Product before, DateTimeOffset now) => new()
    {
        ProductId = before.ProductId,
        RemovedSkus = { Skus(before) },
        Revision = ProductEtag.RevisionOf(before.Etag) + 1,
        ChangeTime = Timestamp.FromDateTimeOffset(now),
    };

    private static IEnumerable<string> Skus(Product? product) => product?.Variants.Select(variant => variant.Sku) ?? [];

    private static bool IsRepriced(Product? before, Variant variant) =>
        before?.Variants.FirstOrDefault(old => old.Sku == variant.Sku) is { } old
        && (!Equals(old.Price, variant.Price) || !Equals(old.CompareAtPrice, variant.CompareAtPrice));
}
