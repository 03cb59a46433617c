using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Shop.Catalog;
using Shop.Contracts.Catalog.V1;

namespace Shop.Tests.Unit.Catalog;

/// <summary>The shop's first goods keep what the contract promises of products, and what people expect of a shop.</summary>
public sealed partial class SeedFileTests
{
    private static readonly string Service = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "../../../Services/Catalog"));

    private static readonly SeedFile Seed = SeedFile.Read();

    private static readonly IReadOnlyList<Product> Products = Seed.Products;

    private static readonly IReadOnlyList<Variant> Variants = [.. Products.SelectMany(product => product.Variants)];

    [Fact]
    public void Ids_OfAllProductsAndCategories_AreUniqueUuids()
    {
        Products.Select(product => product.ProductId).Concat(Seed.Categories.Select(category => category.CategoryId))
            .ShouldAllBe(id => IsUuid(id));
        Products.Select(product => product.ProductId).ShouldBeUnique();
        Products.Select(product => product.Slug).ShouldBeUnique();
        Products.Select(product => product.CreateTime).ShouldBeUnique("the newest product must be one");
        Seed.Categories.Select(category => category.CategoryId).ShouldBeUnique();
        Seed.Categories.Select(category => category.Slug).ShouldBeUnique();
        Variants.Select(variant => variant.Sku).ShouldBeUnique();
        Variants.Select(variant => variant.Barcode).ShouldBeUnique();
    }

    [Fact]
    public void Products_All_KeepTheLimitsOfTheContract()
    {
        Products.ShouldAllBe(product => Slug().IsMatch(product.Slug));
        Products.ShouldAllBe(product => product.Name.Length > 0 && product.Name.Length <= 200 && product.Brand.Length > 0 && product.Brand.Length <= 100);
        Products.ShouldAllBe(product => product.Description.Length > 80 && product.Description.Length <= 10000);
        Products.ShouldAllBe(product => product.Attributes.Count <= 50 && product.Tags.Count <= 30 && product.Images.Count >= 1 && product.Images.Count <= 20 && product.Options.Count <= 3);
        Products.SelectMany(product => product.Tags).ShouldAllBe(tag => tag.Length <= 50 && !tag.Any(char.IsUpper));
        Products.SelectMany(product => product.Images).ShouldAllBe(image => image.AltText.Length > 0 && image.AltText.Length <= 200);
        Products.ShouldAllBe(product => product.Attributes.Select(attribute => attribute.Name).Distinct().Count() == product.Attributes.Count);
        Products.ShouldAllBe(product => product.Status == ProductStatus.Active);
    }

    [Fact]
    public void Variants_All_KeepTheLimitsOfTheContract()
    {
        Variants.ShouldAllBe(variant => Sku().IsMatch(variant.Sku));
        Variants.ShouldAllBe(variant => variant.Price.CurrencyCode == "EUR" && variant.Price.MinorUnits > 0);
        Variants.ShouldAllBe(variant => variant.CompareAtPrice == null || (variant.CompareAtPrice.CurrencyCode == "EUR" && variant.CompareAtPrice.MinorUnits > variant.Price.MinorUnits));
        Variants.ShouldAllBe(variant => variant.WeightGrams > 0 && variant.WeightGrams <= 1000000);
        Variants.Where(variant => variant.CompareAtPrice != null).ShouldNotBeEmpty();
    }

    [Fact]
    public void Barcodes_All_AreInStoreNumbersWithTheirCheckDigit() =>
        Variants.Select(variant => variant.Barcode).ShouldAllBe(barcode => InStore().IsMatch(barcode) && WeightedSum(barcode) % 10 == 0);

    [Fact]
    public void Options_OfEveryVariant_AreOneValueOfEachOption()
    {
        foreach (var product in Products)
        {
            foreach (var variant in product.Variants)
            {
                variant.Options.Select(option => option.Name).ShouldBe(product.Options.Select(option => option.Name), variant.Sku);
                variant.Options.Zip(product.Options).ShouldAllBe(pair => pair.Second.Values.Contains(pair.First.Value));
            }

            product.Variants.Select(variant => string.Join('/', variant.Options.Select(option => option.Value))).ShouldBeUnique(product.Slug);
            product.Options.SelectMany(option => option.Values).ShouldAllBe(value => product.Variants.Any(variant => variant.Options.Any(option => option.Value == value)));
        }
    }

    [Fact]
    public void Categories_All_AreATreeParentsFirst()
    {
        var known = new Dictionary<string, Category>(StringComparer.Ordinal);
        foreach (var category in Seed.Categories)
        {
            string[] ancestors = category.ParentId.Length == 0 ? [] : [.. known[category.ParentId].AncestorIds, category.ParentId];
            category.AncestorIds.AsEnumerable().ShouldBe(ancestors, category.Slug);
            category.Position.ShouldBe(known.Values.Count(sibling => sibling.ParentId == category.ParentId), category.Slug);
            known.Add(category.CategoryId, category);
        }

        Products.ShouldAllBe(product => product.CategoryIds.Count > 0 && product.CategoryIds.Count <= 10);
        Products.SelectMany(product => product.CategoryIds).Distinct().ShouldAllBe(id => known.ContainsKey(id));
    }

    [Fact]
    public void Images_All_AreOnePictureEachAndEachIsUsed()
    {
        var pictures = Directory.GetFiles(Path.Combine(Service, "wwwroot/images")).Select(file => $"/images/{Path.GetFileName(file)}");
        Products.SelectMany(product => product.Images).Select(image => image.Url).ShouldBe(pictures, ignoreOrder: true);
        Products.ShouldAllBe(product => product.Variants.All(variant => variant.ImageUrl.Length == 0 || product.Images.Any(image => image.Url == variant.ImageUrl)));
    }

    [Fact]
    public void Pictures_All_AreDrawingsThatRunAndLoadNothing()
    {
        foreach (var file in Directory.GetFiles(Path.Combine(Service, "wwwroot/images")))
        {
            var drawing = XDocument.Load(file).Root!;
            drawing.Name.LocalName.ShouldBe("svg", file);
            drawing.Descendants().Select(element => element.Name.LocalName).Distinct()
                .ShouldBeSubsetOf(["defs", "clipPath", "use", "path", "rect", "g"], file);
            drawing.Descendants().Attributes("href").ShouldAllBe(reference => reference.Value.StartsWith('#'));
        }
    }

    [Fact]
    public void Stock_OfEveryVariant_IsInTheFileForInventory()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Service, "Seed/products.json")));
        var stock = document.RootElement.GetProperty("products").EnumerateArray()
            .SelectMany(product => product.GetProperty("variants").EnumerateArray())
            .ToDictionary(variant => variant.GetProperty("sku").GetString()!, variant => variant.GetProperty("stock").GetInt32());

        stock.Keys.ShouldBe(Variants.Select(variant => variant.Sku));
        stock.Values.ShouldAllBe(pieces => pieces >= 0 && pieces <= 500);
        stock.Values.ShouldContain(0);
        stock.Values.Count(pieces => pieces <= 3).ShouldBeLessThan(10);
    }

    // GS1: from the right, the digits count one and three times in turn.
    private static int WeightedSum(string barcode) => barcode.Reverse().Select((digit, index) => (digit - '0') * (index % 2 == 0 ? 1 : 3)).Sum();

    private static bool IsUuid(string id) => Guid.TryParseExact(id, "D", out _);

    private static string ThisFile([CallerFilePath] string path = "") => path;

    [GeneratedRegex("^[a-z0-9]([a-z0-9-]{0,98}[a-z0-9])?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Slug();

    [GeneratedRegex("^[A-Za-z0-9._-]{1,64}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Sku();

    [GeneratedRegex("^2[0-9]{12}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex InStore();
}
