using Shop.Contracts.Catalog.V1;

namespace Shop.Catalog;

/// <summary>A product's status as it is stored: the contract's name without its prefix.</summary>
internal static class StatusText
{
    public static bool IsKnown(ProductStatus status) => status is ProductStatus.Draft or ProductStatus.Active or ProductStatus.Archived;

    public static string Of(ProductStatus status) => status switch
    {
        ProductStatus.Draft => "DRAFT",
        ProductStatus.Active => "ACTIVE",
        ProductStatus.Archived => "ARCHIVED",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "A stored product has one of the three."),
    };

    public static ProductStatus Parse(string text) => text switch
    {
        "DRAFT" => ProductStatus.Draft,
        "ACTIVE" => ProductStatus.Active,
        "ARCHIVED" => ProductStatus.Archived,
        _ => throw new ArgumentOutOfRangeException(nameof(text), text, "A stored product has one of the three."),
    };
}
