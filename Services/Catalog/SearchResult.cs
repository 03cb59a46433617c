using Shop.Contracts.Catalog.V1;

namespace Shop.Catalog;

/// <summary>What a search has found.</summary>
/// <param name="Page">The products' ids, in order.</param>
/// <param name="Counts">How many there are, and how many of each term when facets were asked for.</param>
/// <param name="Dimensions">What the facets' bits stand for, from bit 1 on.</param>
internal sealed record SearchResult(Page<Guid> Page, IReadOnlyList<TermCount> Counts, IReadOnlyList<(FacetKind Kind, string Name)> Dimensions)
{
    /// <summary>All that match, up to <see cref="SearchSql.MaxTotal"/>.</summary>
    public int Total => Math.Min(SearchSql.MaxTotal, Counts.Where(count => count.Term == 0 && (count.CountedFor & 1) != 0).Sum(count => count.Count));
}
