namespace Shop.Catalog;

/// <summary>What a writer has to know.</summary>
internal sealed record StandingQuery
{
    /// <summary>Products to lock and read, by their ids.</summary>
    public Guid[] ProductIds { get; init; } = [];

    /// <summary>Products to lock and read, by their slugs.</summary>
    public string[] ProductSlugs { get; init; } = [];

    /// <summary>Products to lock and read, by one of their SKUs.</summary>
    public string[] ProductSkus { get; init; } = [];

    /// <summary>Slugs that are to be used.</summary>
    public string[] Slugs { get; init; } = [];

    /// <summary>SKUs that are to be used.</summary>
    public string[] Skus { get; init; } = [];

    /// <summary>Categories that are to be used.</summary>
    public Guid[] CategoryIds { get; init; } = [];
}
