using Shop.Contracts.Catalog.V1;

namespace Shop.Catalog;

/// <summary>Makes facets of counted terms. Pure.</summary>
internal static class FacetCounts
{
    private const int MaxValues = 50;
    private const int MaxNames = 10;

    /// <summary>The facets that were asked for, in that order.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="result">What was counted.</param>
    /// <param name="terms">What the numbers stand for.</param>
    /// <param name="tree">The categories.</param>
    /// <param name="currency">The shop's currency.</param>
    public static IEnumerable<Facet> Of(
        SearchProductsRequest request, SearchResult result, IReadOnlyDictionary<int, FacetTerm> terms, CategoryTree tree, string currency)
    {
        var filter = request.Filter ?? new ProductFilter();
        var counts = Count(result, terms);
        foreach (var kind in request.Facets)
        {
            var own = counts.Where(count => count.Key.Kind == kind).ToList();
            switch (kind)
            {
                case FacetKind.Category:
                    yield return Facet(kind, "", Categories(own, filter, tree));
                    break;
                case FacetKind.Price:
                    yield return Facet(kind, "", own.OrderBy(count => count.Key.Value, StringComparer.Ordinal).Select(count => PriceRanges.Value(count.Key.Value, count.Value, filter, currency)));
                    break;
                default:
                    foreach (var facet in ByName(kind, own, filter))
                    {
                        yield return facet;
                    }

                    break;
            }
        }
    }

    private static Dictionary<FacetTerm, int> Count(SearchResult result, IReadOnlyDictionary<int, FacetTerm> terms)
    {
        var bits = result.Dimensions.Select((dimension, i) => (dimension, i)).ToDictionary(pair => pair.dimension, pair => 2L << pair.i);
        var counts = new Dictionary<FacetTerm, int>();
        foreach (var count in result.Counts.Where(count => count.Term != 0))
        {
            var term = terms[count.Term];
            if ((count.CountedFor & bits.GetValueOrDefault((term.Kind, term.Name), 1)) != 0)
            {
                counts[term] = counts.GetValueOrDefault(term) + count.Count;
            }
        }

        return counts;
    }

    // Those directly below the chosen ones, or at the top, in the order they are shown.
    private static IEnumerable<FacetValue> Categories(List<KeyValuePair<FacetTerm, int>> counts, ProductFilter filter, CategoryTree tree)
    {
        var chosen = filter.CategoryIds.Select(id => Guid.Parse(id).ToString()).ToHashSet(StringComparer.Ordinal);
        var byId = counts.ToDictionary(count => count.Key.Value, count => count.Value, StringComparer.Ordinal);
        return tree.Nodes
            .Select(node => node.Category)
            .Where(category => (chosen.Count == 0 ? category.ParentId.Length == 0 : chosen.Contains(category.ParentId)) && byId.ContainsKey(category.CategoryId))
            .Select(category => new FacetValue
            {
                Value = category.CategoryId,
                Label = category.Name,
                ProductCount = byId[category.CategoryId],
                Selected = chosen.Contains(category.CategoryId),
            })
            .OrderByDescending(value => value.ProductCount)
            .ThenBy(value => value.Value, StringComparer.Ordinal);
    }

    private static List<Facet> ByName(FacetKind kind, List<KeyValuePair<FacetTerm, int>> counts, ProductFilter filter)
    {
        var selected = Narrowing.Of(filter)
            .Where(narrowing => narrowing.Kind == kind)
            .SelectMany(narrowing => narrowing.Values.Select(value => new FacetTerm(kind, narrowing.Name, value)))
            .ToHashSet();
        var facets = counts
            .GroupBy(count => count.Key.Name, StringComparer.Ordinal)
            .OrderByDescending(facet => selected.Any(term => term.Name == facet.Key))
            .ThenByDescending(facet => facet.Sum(count => count.Value))
            .ThenBy(facet => facet.Key, StringComparer.Ordinal)
            .Take(MaxNames)
            .Select(facet => Facet(kind, facet.Key, Values(facet, selected)))
            .ToList();
        // A facet that has no name is there even when nothing is in it.
        return facets.Count == 0 && kind is (FacetKind.Brand or FacetKind.Tag) ? [Facet(kind, "", [])] : facets;
    }

    // What is chosen stays in sight, however few have it.
    private static IEnumerable<FacetValue> Values(IEnumerable<KeyValuePair<FacetTerm, int>> counts, HashSet<FacetTerm> selected) => counts
        .Select(count => new FacetValue { Value = count.Key.Value, Label = count.Key.Value, ProductCount = count.Value, Selected = selected.Contains(count.Key) })
        .OrderByDescending(value => value.Selected)
        .ThenByDescending(value => value.ProductCount)
        .Take(MaxValues)
        .OrderByDescending(value => value.ProductCount)
        .ThenBy(value => value.Value, StringComparer.Ordinal);

    private static Facet Facet(FacetKind kind, string name, IEnumerable<FacetValue> values) => new() { Kind = kind, Name = name, Values = { values } };
}
