using Google.Protobuf.WellKnownTypes;
using Shop.Catalog;
using Shop.Contracts.Catalog.V1;
using Shop.Contracts.Types.V1;

namespace Shop.Tests.Unit.Catalog;

/// <summary>Products as administrators send them; each has names of its own.</summary>
internal static class Sample
{
    public static readonly SeedFile Seed = SeedFile.Read();

    public static string NewId() => Guid.NewGuid().ToString();

    /// <summary>A category of the seed, by its slug.</summary>
    public static string Category(string slug) => Seed.Categories.First(category => category.Slug == slug).CategoryId;

    public static Money Euros(long cents) => new() { CurrencyCode = "EUR", MinorUnits = cents };

    /// <summary>A mug in two colours.</summary>
    public static Product Mug(string? name = null, long price = 1200)
    {
        var id = Guid.NewGuid().ToString("n")[..12];
        return new Product
        {
            Name = name ?? $"Sample Mug {id}",
            Slug = $"mug-{id}",
            Description = "Holds tea.\nAnd coffee.",
            Brand = "Samplers",
            CategoryIds = { Category("mugs-and-cups") },
            Attributes = { new ProductAttribute { Name = "Material", Value = "Stoneware" } },
            Tags = { "mug", "ceramic" },
            Images = { new Image { Url = $"/images/{id}.svg", AltText = "A mug", WidthPixels = 800, HeightPixels = 600 } },
            Options = { new ProductOption { Name = "Colour", Values = { "Moss", "Sea" } } },
            Variants =
            {
                new Variant { Sku = $"{id}-MOSS", Options = { new SelectedOption { Name = "Colour", Value = "Moss" } }, Price = Euros(price), WeightGrams = 300, Barcode = "20000421" },
                new Variant { Sku = $"{id}-SEA", Options = { new SelectedOption { Name = "Colour", Value = "Sea" } }, Price = Euros(price + 100), CompareAtPrice = Euros(price + 500), ImageUrl = $"/images/{id}.svg" },
            },
            Status = ProductStatus.Active,
        };
    }

    public static PriceEntry Entry(long amount, DateTimeOffset? start = null, DateTimeOffset? end = null, string currency = "EUR") => new()
    {
        Price = new Money { CurrencyCode = currency, MinorUnits = amount },
        StartTime = start is { } from ? Timestamp.FromDateTimeOffset(from) : null,
        EndTime = end is { } until ? Timestamp.FromDateTimeOffset(until) : null,
    };
}
