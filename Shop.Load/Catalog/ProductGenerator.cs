using System.Globalization;
using Bogus;
using Google.Protobuf.WellKnownTypes;
using Shop.Contracts.Catalog.V1;
using Shop.Contracts.Types.V1;

namespace Shop.Load.Catalog;

/// <summary>Plausible products, the same for the same number: what a seed, a benchmark and a test can all speak of.</summary>
public sealed class ProductGenerator
{
    private static readonly string[] Colours = ["Black", "White", "Moss", "Sea", "Rust", "Ochre", "Clay", "Navy", "Heather", "Sand"];
    private static readonly string[] Sizes = ["XS", "S", "M", "L", "XL"];
    private static readonly string[] Origins = ["Portugal", "Italy", "Sweden", "Japan", "Wales", "Poland", "Austria", "Turkey"];
    private static readonly string[] Cares = ["Wipe clean", "Hand wash", "Machine wash at 30°", "Dishwasher safe"];
    private static readonly string[] Occasions = ["gift", "outdoor", "everyday", "travel", "kids", "office", "limited", "handmade", "vegan", "recycled"];
    private static readonly DateTime Opening = new(2024, 1, 1, 8, 0, 0, DateTimeKind.Utc);

    private readonly Faker _faker;
    private readonly IReadOnlyList<string> _categoryIds;
    private readonly string[] _brands;
    private readonly string _prefix;

    /// <param name="categoryIds">The categories that products are put into.</param>
    /// <param name="seed">Another one is another catalog.</param>
    public ProductGenerator(IReadOnlyList<string> categoryIds, int seed = 1)
    {
        _categoryIds = categoryIds;
        _faker = new Faker("en") { Random = new Randomizer(seed) };
        _brands = [.. Enumerable.Range(0, 300).Select(_ => _faker.Company.CompanyName(formatIndex: 0)).Distinct(StringComparer.Ordinal)];
        _prefix = string.Create(CultureInfo.InvariantCulture, $"G{seed:x}");
    }

    /// <summary>So many products, without ids.</summary>
    public IEnumerable<Product> Generate(int count) => Enumerable.Range(0, count).Select(Make);

    private Product Make(int number)
    {
        var random = _faker.Random;
        var (adjective, material, noun) = (_faker.Commerce.ProductAdjective(), _faker.Commerce.ProductMaterial(), _faker.Commerce.Product());
        var name = $"{adjective} {material} {noun} {random.Word()}";
        var product = new Product
        {
            Slug = string.Create(CultureInfo.InvariantCulture, $"{_prefix}-{number}").ToLowerInvariant() + "-" + noun.ToLowerInvariant(),
            Name = name.Length > 200 ? name[..200] : name,
            Description = $"{_faker.Commerce.ProductDescription()} {_faker.Company.CatchPhrase()}.",
            Brand = random.ArrayElement(_brands),
            CategoryIds = { random.ListItems([.. _categoryIds], random.Int(1, 2)) },
            Attributes =
            {
                new ProductAttribute { Name = "Material", Value = material },
                new ProductAttribute { Name = "Origin", Value = random.ArrayElement(Origins) },
                new ProductAttribute { Name = "Care", Value = random.ArrayElement(Cares) },
            },
            Tags = { random.ArrayElements(Occasions, random.Int(0, 3)) },
            Status = random.Bool(0.97f) ? ProductStatus.Active : ProductStatus.Draft,
            CreateTime = Timestamp.FromDateTime(Opening.AddSeconds(number * 600L % 80_000_000)),
        };
        product.Images.Add(new Image { Url = $"/images/{product.Slug}.svg", AltText = name.Length > 200 ? name[..200] : name, WidthPixels = 800, HeightPixels = 800 });
        AddVariants(product, number);
        return product;
    }

    // Some have sizes, some colours, some both, and some come as they are.
    private void AddVariants(Product product, int number)
    {
        var random = _faker.Random;
        var colours = random.Bool(0.6f) ? random.ArrayElements(Colours, random.Int(2, 4)) : Array.Empty<string>();
        var sizes = random.Bool(0.4f) ? random.ArrayElements(Sizes, random.Int(2, 3)) : Array.Empty<string>();
        AddOption(product, "Colour", colours);
        AddOption(product, "Size", sizes);
        var price = (long)Math.Round(Math.Exp(random.Double(1.2, 6.5)) * 10) * 10 + 90;
        var isOnSale = random.Bool(0.15f);
        foreach (var colour in colours.DefaultIfEmpty(""))
        {
            foreach (var size in sizes.DefaultIfEmpty(""))
            {
                var variant = new Variant
                {
                    Sku = string.Create(CultureInfo.InvariantCulture, $"{_prefix}-{number}-{product.Variants.Count}"),
                    Price = Euros(price + (sizes.Length > 0 ? Array.IndexOf(Sizes, size) * 100 : 0)),
                    WeightGrams = random.Int(50, 5000),
                    Barcode = random.ReplaceNumbers("20###########"),
                };
                variant.CompareAtPrice = isOnSale ? Euros(variant.Price.MinorUnits * 5 / 4 + 1) : null;
                AddChoice(variant, "Colour", colour);
                AddChoice(variant, "Size", size);
                product.Variants.Add(variant);
            }
        }
    }

    private static void AddOption(Product product, string name, string[] values)
    {
        if (values.Length > 0)
        {
            product.Options.Add(new ProductOption { Name = name, Values = { values } });
        }
    }

    private static void AddChoice(Variant variant, string name, string value)
    {
        if (value.Length > 0)
        {
            variant.Options.Add(new SelectedOption { Name = name, Value = value });
        }
    }

    private static Money Euros(long cents) => new() { CurrencyCode = "EUR", MinorUnits = cents };
}
