namespace Shop.Catalog;

/// <summary>How many products have a term.</summary>
/// <param name="Term">The term's number; 0 is what all have.</param>
/// <param name="CountedFor">For which facets they count, as bits: see <see cref="SearchSql.Dimensions"/>.</param>
/// <param name="Count">How many.</param>
internal sealed record TermCount(int Term, long CountedFor, int Count);
