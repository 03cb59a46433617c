using Shop.Contracts.Catalog.V1;

namespace Shop.Catalog;

/// <summary>A filter that has a facet: while its values are counted, it is left out.</summary>
/// <param name="Kind">Of the facet.</param>
/// <param name="Name">Of the attribute or option; empty for the others.</param>
/// <param name="Condition">On <c>product_search</c>.</param>
internal sealed record SearchDimension(FacetKind Kind, string Name, string Condition);
