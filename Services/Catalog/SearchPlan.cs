using Shop.Contracts.Catalog.V1;

namespace Shop.Catalog;

/// <summary>A search with everything looked up that it needs.</summary>
internal sealed record SearchPlan
{
    /// <summary>The words, as a tsquery; null when there are none.</summary>
    public string? Words { get; init; }

    /// <summary>What the terms of a product must be.</summary>
    public IReadOnlyList<Narrowing> Narrowings { get; init; } = [];

    /// <summary>The numbers of their terms; those that no product ever had are left out.</summary>
    public IReadOnlyDictionary<FacetTerm, int> Numbers { get; init; } = new Dictionary<FacetTerm, int>();

    /// <summary>With a price of at least this; null means from 0.</summary>
    public long? MinPrice { get; init; }

    /// <summary>With a price of at most this; null means without limit.</summary>
    public long? MaxPrice { get; init; }

    public bool InStockOnly { get; init; }

    public bool OnSaleOnly { get; init; }

    public required SearchOrdering Ordering { get; init; }

    /// <summary>Where the page before ended; null for the first page.</summary>
    public PagePosition? After { get; init; }

    /// <summary>At most so many.</summary>
    public required int Size { get; init; }

    /// <summary>What to count; empty for nothing.</summary>
    public IReadOnlyList<FacetKind> Facets { get; init; } = [];

    public static SearchPlan Of(SearchProductsRequest request, string? words, IReadOnlyList<Narrowing> narrowings, IReadOnlyDictionary<FacetTerm, int> numbers, PagePosition? after, int size) => new()
    {
        Words = words,
        Narrowings = narrowings,
        Numbers = numbers,
        MinPrice = request.Filter?.MinPrice?.MinorUnits,
        MaxPrice = request.Filter?.MaxPrice?.MinorUnits,
        InStockOnly = request.Filter?.InStockOnly ?? false,
        OnSaleOnly = request.Filter?.OnSaleOnly ?? false,
        Ordering = SearchOrdering.Of(request.OrderBy, words is not null),
        After = after,
        Size = size,
        Facets = after is null ? [.. request.Facets] : [],
    };
}
