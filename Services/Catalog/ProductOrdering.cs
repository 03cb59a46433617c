using Shop.Contracts.Catalog.V1;

namespace Shop.Catalog;

/// <summary>What products are listed by. Ties are broken by product_id, in the same direction, so that a page is one walk along an index.</summary>
/// <param name="Column">The column, of <c>product</c> and of <c>category_listing</c> alike.</param>
/// <param name="Type">The column's type, which a position's key is cast to.</param>
/// <param name="Direction">ASC or DESC.</param>
internal sealed record ProductOrdering(string Column, string Type, string Direction)
{
    private static readonly ProductOrdering Newest = new("create_time", "timestamptz", "DESC");
    private static readonly ProductOrdering PriceAscending = new("min_price", "bigint", "ASC");
    private static readonly ProductOrdering PriceDescending = new("min_price", "bigint", "DESC");
    private static readonly ProductOrdering Name = new("name", "text", "ASC");

    /// <summary>What lies behind a position.</summary>
    public string Beyond => Direction == "ASC" ? ">" : "<";

    /// <summary>Whether ListProducts knows the order: all but those that need words to be relevant to.</summary>
    public static bool IsListable(ProductOrder order) => Find(order) is not null;

    public static ProductOrdering Of(ProductOrder order) =>
        Find(order) ?? throw new ArgumentOutOfRangeException(nameof(order), order, "Only what IsListable can be listed by.");

    private static ProductOrdering? Find(ProductOrder order) => order switch
    {
        ProductOrder.Unspecified or ProductOrder.Newest => Newest,
        ProductOrder.PriceAscending => PriceAscending,
        ProductOrder.PriceDescending => PriceDescending,
        ProductOrder.Name => Name,
        _ => null,
    };
}
