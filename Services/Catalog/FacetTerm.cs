using Shop.Contracts.Catalog.V1;

namespace Shop.Catalog;

/// <summary>Something that products can be narrowed to.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">The attribute's or option's name; else empty.</param>
/// <param name="Value">Its value: a category's id, a brand, a tag, the number of a price range, an attribute's or option's value.</param>
internal readonly record struct FacetTerm(FacetKind Kind, string Name, string Value);
