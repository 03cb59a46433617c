namespace Shop.Catalog;

/// <summary>What a product is known by: exactly one of the three.</summary>
internal readonly record struct ProductKey(Guid? Id, string? Slug, string? Sku)
{
    public static ProductKey OfId(Guid id) => new(id, Slug: null, Sku: null);

    public static ProductKey OfSlug(string slug) => new(Id: null, slug, Sku: null);

    public static ProductKey OfSku(string sku) => new(Id: null, Slug: null, sku);
}
