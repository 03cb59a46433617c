using Shop.Contracts.Catalog.V1;

namespace Shop.Catalog;

/// <summary>One of the conditions of a filter: products that have any of these. A facet of the same kind and name is counted without it.</summary>
/// <param name="Kind">What it narrows.</param>
/// <param name="Name">The attribute's or option's name; else empty.</param>
/// <param name="Values">What a product must have one of.</param>
internal sealed record Narrowing(FacetKind Kind, string Name, IReadOnlyList<string> Values)
{
    /// <summary>The conditions of a filter that are about terms; prices, stock and sale are not.</summary>
    public static IReadOnlyList<Narrowing> Of(ProductFilter filter)
    {
        var all = new List<Narrowing>
        {
            new(FacetKind.Category, "", [.. filter.CategoryIds.Select(id => Guid.Parse(id).ToString())]),
            new(FacetKind.Brand, "", filter.Brands),
            new(FacetKind.Tag, "", filter.Tags),
        };
        all.AddRange(filter.Attributes.GroupBy(fact => fact.Name, (name, facts) => new Narrowing(FacetKind.Attribute, name, [.. facts.Select(fact => fact.Value)]), StringComparer.Ordinal));
        all.AddRange(filter.Options.GroupBy(choice => choice.Name, (name, choices) => new Narrowing(FacetKind.Option, name, [.. choices.Select(choice => choice.Value)]), StringComparer.Ordinal));
        all.RemoveAll(narrowing => narrowing.Values.Count == 0);
        return all;
    }
}
