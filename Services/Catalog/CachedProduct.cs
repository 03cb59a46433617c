using Shop.Contracts.Catalog.V1;

namespace Shop.Catalog;

/// <summary>A product as it was read. Nobody may change it: many answer with it at once.</summary>
internal sealed class CachedProduct(Product product, DateTimeOffset readTime)
{
    private readonly Dictionary<string, VariantListing> _listings =
        product.Variants.ToDictionary(variant => variant.Sku, variant => Listing(product, variant), StringComparer.Ordinal);

    /// <summary>The product, whatever its status.</summary>
    public Product Product => product;

    public Guid Id { get; } = Guid.Parse(product.ProductId);

    public long Revision { get; } = ProductEtag.RevisionOf(product.Etag);

    /// <summary>When it was asked for; what it says was true then or later.</summary>
    public DateTimeOffset ReadTime => readTime;

    /// <summary>What is sold under one of its SKUs; null when the product is not ACTIVE or has no such SKU.</summary>
    public VariantListing? ListingOf(string sku) =>
        product.Status == ProductStatus.Active ? _listings.GetValueOrDefault(sku) : null;

    /// <summary>Whether it is what a key asks for.</summary>
    public bool Is(ProductKey key) => key switch
    {
        { Id: { } id } => id == Id,
        { Slug: { } slug } => slug == product.Slug,
        { Sku: { } sku } => _listings.ContainsKey(sku),
        _ => false,
    };

    private static VariantListing Listing(Product product, Variant variant) => new()
    {
        Variant = variant,
        ProductId = product.ProductId,
        ProductSlug = product.Slug,
        ProductName = product.Name,
        Brand = product.Brand,
        Image = product.Images.FirstOrDefault(image => image.Url == variant.ImageUrl) ?? product.Images.FirstOrDefault(),
        ProductEtag = product.Etag,
    };
}
