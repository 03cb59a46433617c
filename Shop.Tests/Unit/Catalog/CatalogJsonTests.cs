using System.Text.Json;
using Shop.Catalog;
using Shop.Contracts.Catalog.V1;

namespace Shop.Tests.Unit.Catalog;

/// <summary>What is stored as a document comes back as it was, and under the contract's names.</summary>
public sealed class CatalogJsonTests
{
    private static readonly SeedFile Seed = SeedFile.Read();

    [Fact]
    public void Documents_ThroughJson_AreTheSame()
    {
        foreach (var product in Seed.Products)
        {
            RoundTrip(product.Attributes, CatalogJson.Default.IEnumerableProductAttribute).ShouldBe(product.Attributes);
            RoundTrip(product.Options, CatalogJson.Default.IEnumerableProductOption).ShouldBe(product.Options);
            RoundTrip(product.Images, CatalogJson.Default.IEnumerableImage).ShouldBe(product.Images);
            RoundTrip(product.Variants, CatalogJson.Default.IEnumerableVariant).ShouldBe(product.Variants);
        }
    }

    [Fact]
    public void Documents_AsJson_HaveTheContractsNames()
    {
        var image = new Image { Url = "/images/a.svg", AltText = "Ä \"mug\"", WidthPixels = 800, HeightPixels = 600 };

        using var document = JsonDocument.Parse(JsonSerializer.Serialize([image], CatalogJson.Default.IEnumerableImage));

        document.RootElement[0].EnumerateObject().Select(property => property.Name)
            .ShouldBe(Image.Descriptor.Fields.InDeclarationOrder().Select(field => field.Name), ignoreOrder: true);
    }

    private static IEnumerable<T> RoundTrip<T>(IEnumerable<T> list, System.Text.Json.Serialization.Metadata.JsonTypeInfo<IEnumerable<T>> type) =>
        JsonSerializer.Deserialize(JsonSerializer.Serialize(list, type), type)!;
}
