using System.Text.Json;
using Google.Protobuf;
using Shop.Contracts.Catalog.V1;

namespace Shop.Catalog;

/// <summary>The shop's first goods, from <c>Seed/products.json</c>: the contract's messages in their JSON form.</summary>
/// <param name="Categories">The tree, parents before their children.</param>
/// <param name="Products">The products; what a variant's <c>stock</c> is, only Inventory reads.</param>
internal sealed record SeedFile(IReadOnlyList<Category> Categories, IReadOnlyList<Product> Products)
{
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    public static SeedFile Read()
    {
        using var stream = typeof(SeedFile).Assembly.GetManifestResourceStream("products.json")
            ?? throw new InvalidOperationException("The assembly lacks products.json.");
        using var document = JsonDocument.Parse(stream);
        return new SeedFile(
            ReadAll<Category>(document.RootElement.GetProperty("categories")),
            ReadAll<Product>(document.RootElement.GetProperty("products")));
    }

    private static List<T> ReadAll<T>(JsonElement elements) where T : IMessage, new() =>
        [.. elements.EnumerateArray().Select(element => Parser.Parse<T>(element.GetRawText()))];
}
