using Shop.Contracts.Catalog.V1;

namespace Shop.Catalog;

/// <summary>What search results are sorted by. Ties are broken by product_id, in the same direction.</summary>
/// <param name="Key">The expression, of <c>product_search</c>.</param>
/// <param name="Type">Its type, which a position's key is cast to.</param>
/// <param name="Direction">ASC or DESC.</param>
internal sealed record SearchOrdering(string Key, string Type, string Direction)
{
    private static readonly SearchOrdering Relevance = new("ts_rank('{0.05,0.2,0.4,1}', words, $1::tsquery)", "real", "DESC");
    private static readonly SearchOrdering Newest = new("create_time", "timestamptz", "DESC");
    private static readonly SearchOrdering PriceAscending = new("min_price", "bigint", "ASC");
    private static readonly SearchOrdering PriceDescending = new("min_price", "bigint", "DESC");
    private static readonly SearchOrdering Name = new("name", "text", "ASC");
    private static readonly SearchOrdering Popularity = new("popularity", "double precision", "DESC");

    /// <summary>What lies behind a position.</summary>
    public string Beyond => Direction == "ASC" ? ">" : "<";

    public static bool IsKnown(ProductOrder order) => order is >= ProductOrder.Unspecified and <= ProductOrder.Popularity;

    /// <summary>The best match first unless asked otherwise; without words none is better than another, and the newest come first.</summary>
    public static SearchOrdering Of(ProductOrder order, bool hasWords) => order switch
    {
        ProductOrder.Unspecified or ProductOrder.Relevance => hasWords ? Relevance : Newest,
        ProductOrder.Newest => Newest,
        ProductOrder.PriceAscending => PriceAscending,
        ProductOrder.PriceDescending => PriceDescending,
        ProductOrder.Name => Name,
        ProductOrder.Popularity => Popularity,
        _ => throw new ArgumentOutOfRangeException(nameof(order), order, "Only what IsKnown can be sorted by."),
    };
}
