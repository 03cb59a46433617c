using Shop.Contracts.Catalog.V1;
using static Shop.Tests.Unit.Catalog.Sample;

namespace Shop.Tests.Integration.Catalog;

/// <summary>What a search without words must find and count, by looking at every product. Written from the contract alone.</summary>
internal static class BruteForce
{
    private static readonly long[] Limits = [0, 1000, 2500, 5000, 10000, 25000, 50000, 100000, 250000, long.MaxValue];

    public static bool Matches(Product product, ProductFilter filter) =>
        (filter.CategoryIds.Count == 0 || ShownIn(product).Overlaps(filter.CategoryIds))
        && (filter.Brands.Count == 0 || filter.Brands.Contains(product.Brand))
        && (filter.Tags.Count == 0 || filter.Tags.Intersect(product.Tags).Any())
        && filter.Attributes.GroupBy(fact => fact.Name).All(facts => facts.Any(fact => product.Attributes.Contains(fact)))
        && (filter.Options.Count == 0 || product.Variants.Any(variant => filter.Options.GroupBy(choice => choice.Name).All(choices => choices.Any(variant.Options.Contains))))
        && ((filter.MinPrice is null && filter.MaxPrice is null) || product.Variants.Any(variant => IsBetween(variant.Price.MinorUnits, filter)))
        && (!filter.InStockOnly || product.Variants.Any(variant => variant.InStock))
        && (!filter.OnSaleOnly || product.Variants.Any(variant => variant.CompareAtPrice is not null));

    /// <summary>The counts of a facet, by value: of the products that match all but the facet's own filter.</summary>
    public static Dictionary<string, int> Count(IEnumerable<Product> products, ProductFilter filter, FacetKind kind, string name)
    {
        var others = Without(filter, kind, name);
        return products
            .Where(product => Matches(product, others))
            .SelectMany(product => ValuesOf(product, kind, name).Distinct())
            .CountBy(value => value)
            .ToDictionary(StringComparer.Ordinal);
    }

    /// <summary>The value of a facet, as <see cref="Count"/> names it.</summary>
    public static string KeyOf(FacetKind kind, FacetValue value) => kind == FacetKind.Price ? $"{value.MinPrice.MinorUnits}" : value.Value;

    private static ProductFilter Without(ProductFilter filter, FacetKind kind, string name)
    {
        var others = filter.Clone();
        switch (kind)
        {
            case FacetKind.Category: others.CategoryIds.Clear(); break;
            case FacetKind.Brand: others.Brands.Clear(); break;
            case FacetKind.Tag: others.Tags.Clear(); break;
            case FacetKind.Price: (others.MinPrice, others.MaxPrice) = (null, null); break;
            case FacetKind.Attribute: foreach (var fact in filter.Attributes.Where(fact => fact.Name == name)) { others.Attributes.Remove(fact); } break;
            case FacetKind.Option: foreach (var choice in filter.Options.Where(choice => choice.Name == name)) { others.Options.Remove(choice); } break;
            default: throw new ArgumentOutOfRangeException(nameof(kind));
        }

        return others;
    }

    private static IEnumerable<string> ValuesOf(Product product, FacetKind kind, string name) => kind switch
    {
        FacetKind.Category => ShownIn(product),
        FacetKind.Brand => [product.Brand],
        FacetKind.Tag => product.Tags,
        FacetKind.Price => product.Variants.Select(variant => $"{Limits.Last(limit => limit <= variant.Price.MinorUnits)}"),
        FacetKind.Attribute => product.Attributes.Where(fact => fact.Name == name).Select(fact => fact.Value),
        _ => product.Variants.SelectMany(variant => variant.Options).Where(choice => choice.Name == name).Select(choice => choice.Value),
    };

    private static HashSet<string> ShownIn(Product product) =>
        [.. product.CategoryIds, .. Seed.Categories.Where(category => product.CategoryIds.Contains(category.CategoryId)).SelectMany(category => category.AncestorIds)];

    private static bool IsBetween(long price, ProductFilter filter) =>
        price >= (filter.MinPrice?.MinorUnits ?? 0) && price <= (filter.MaxPrice?.MinorUnits ?? long.MaxValue);

    /// <summary>A filter of values that products have, of one to three kinds.</summary>
    public static ProductFilter Random(Random random, List<Product> products)
    {
        var filter = new ProductFilter();
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            var product = products[random.Next(products.Count)];
            switch (random.Next(10))
            {
                case 0: Add(filter.CategoryIds, ShownIn(product).First()); break;
                case 1: Add(filter.Brands, product.Brand); break;
                case 2: product.Tags.Take(2).ToList().ForEach(tag => Add(filter.Tags, tag)); break;
                case 3: product.Attributes.Take(random.Next(1, 3)).ToList().ForEach(fact => Add(filter.Attributes, fact)); break;
                case 4: product.Variants[^1].Options.ToList().ForEach(choice => Add(filter.Options, choice)); break;
                case 5: (filter.MinPrice, filter.MaxPrice) = (Euros(random.Next(1, 8000)), Euros(random.Next(8000, 40000))); break;
                case 6: filter.OnSaleOnly = true; break;
                case 7: filter.InStockOnly = true; break;
                case 8: AddWhatNothingHas(filter, random.Next(3)); break;
                default: filter.MaxPrice = Euros(random.Next(40000, 80000)); break;
            }
        }

        return filter;
    }

    private static void AddWhatNothingHas(ProductFilter filter, int kind)
    {
        switch (kind)
        {
            case 0: Add(filter.Brands, "Nobody's"); break;
            case 1: Add(filter.CategoryIds, Guid.Empty.ToString()); break;
            default: Add(filter.Attributes, new ProductAttribute { Name = "Material", Value = "Nothing" }); break;
        }
    }

    private static void Add<T>(Google.Protobuf.Collections.RepeatedField<T> list, T value)
    {
        if (!list.Contains(value))
        {
            list.Add(value);
        }
    }
}
