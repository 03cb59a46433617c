using Grpc.Core;
using Shop.Catalog;
using Shop.Contracts.Catalog.V1;
using Shop.Contracts.Rpc;
using Shop.Contracts.Types.V1;
using Shop.ServiceDefaults.Grpc;
using static Shop.Tests.Unit.Catalog.Sample;

namespace Shop.Tests.Unit.Catalog;

public sealed class ProductRulesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<string, Action<Product>> Bad => new()
    {
        { "name", product => product.Name = "" },
        { "name", product => product.Name = new string('a', 201) },
        { "name", product => product.Name = "two\nlines" },
        { "name", product => product.Name = " \u3000 " },
        { "tags[0]", product => product.Tags[0] = " " },
        { "slug", product => product.Slug = "Not A Slug" },
        { "description", product => product.Description = new string('a', 10001) },
        { "description", product => product.Description = "nul\0" },
        { "brand", product => product.Brand = new string('a', 101) },
        { "status", product => product.Status = (ProductStatus)77 },
        { "category_ids[0]", product => product.CategoryIds[0] = "garden" },
        { "category_ids[1]", product => product.CategoryIds.Add(product.CategoryIds[0]) },
        { "category_ids", product => product.CategoryIds.Add(Enumerable.Range(0, 10).Select(_ => NewId())) },
        { "attributes[0].name", product => product.Attributes[0].Name = "" },
        { "attributes[0].value", product => product.Attributes[0].Value = new string('a', 201) },
        { "attributes[1].name", product => product.Attributes.Add(product.Attributes[0].Clone()) },
        { "attributes", product => product.Attributes.Add(Enumerable.Range(0, 50).Select(i => new ProductAttribute { Name = $"{i}", Value = "a" })) },
        { "tags[0]", product => product.Tags[0] = "Mug" },
        { "tags[2]", product => product.Tags.Add("mug") },
        { "tags", product => product.Tags.Add(Enumerable.Range(0, 29).Select(i => $"{i}")) },
        { "images[0].url", product => product.Images[0].Url = product.Variants[1].ImageUrl = "http://example.com/a.png" },
        { "images[0].url", product => product.Images[0].Url = product.Variants[1].ImageUrl = "//example.com/a.png" },
        { "images[0].alt_text", product => product.Images[0].AltText = new string('a', 201) },
        { "images[0].width_pixels", product => product.Images[0].WidthPixels = -1 },
        { "images[0].height_pixels", product => product.Images[0].HeightPixels = -1 },
        { "options[0].values", product => product.Options[0].Values.Add("Sea") },
        { "options[0].values[2]", product => product.Options[0].Values.Add("") },
        { "options[1].name", product => { product.Options.Add(product.Options[0].Clone()); foreach (var variant in product.Variants) { variant.Options.Add(variant.Options[0].Clone()); } } },
        { "variants", product => product.Variants.Clear() },
        { "variants[0].sku", product => product.Variants[0].Sku = "a b" },
        { "variants[1].sku", product => product.Variants[1].Sku = product.Variants[0].Sku },
        { "variants[0].options", product => product.Variants[0].Options[0].Value = "Pink" },
        { "variants[0].options", product => product.Variants[0].Options.Clear() },
        { "variants[1].options", product => product.Variants[1].Options[0].Value = "Moss" },
        { "variants[0].weight_grams", product => product.Variants[0].WeightGrams = -1 },
        { "variants[0].weight_grams", product => product.Variants[0].WeightGrams = 1_000_001 },
        { "variants[0].barcode", product => product.Variants[0].Barcode = "123" },
        { "variants[0].image_url", product => product.Variants[0].ImageUrl = "/images/another.svg" },
        { "variants[0].price", product => product.Variants[0].Price = null },
        { "variants[0].price.minor_units", product => product.Variants[0].Price = Euros(-1) },
        { "variants[0].price.minor_units", product => product.Variants[0].Price = Euros(VariantRules.MaxPrice + 1) },
        { "variants[0].price.minor_units", product => product.Variants[0].Price = Euros(long.MaxValue) },
        { "variants[1].compare_at_price.minor_units", product => product.Variants[1].CompareAtPrice = Euros(long.MaxValue) },
        { "variants[0].prices[0].price.minor_units", product => product.Variants[0].Prices.Add(Entry(long.MaxValue, Noon)) },
        { "variants[0].price.currency_code", product => product.Variants[0].Price.CurrencyCode = "USD" },
        { "variants[1].compare_at_price.minor_units", product => product.Variants[1].CompareAtPrice = product.Variants[1].Price },
        { "variants[1].compare_at_price.currency_code", product => product.Variants[1].CompareAtPrice.CurrencyCode = "USD" },
        { "variants[0].regular_entry", product => product.Variants[0].RegularEntry = Entry(100, Noon) },
        { "variants[0].prices[0].price.currency_code", product => product.Variants[0].Prices.Add(Entry(100, currency: "XXX")) },
        { "variants[0].prices[0].start_time", product => product.Variants[0].Prices.Add(Entry(100)) },
        { "variants[0].prices[0].end_time", product => product.Variants[0].Prices.Add(Entry(100, Noon, Noon)) },
        { "variants[0].prices[1].start_time", product => product.Variants[0].Prices.Add([Entry(100, Noon), Entry(101, Noon)]) },
        { "variants[0].prices[0].start_time", product => { product.Variants[0].Prices.Add(Entry(100, Noon)); product.Variants[0].Prices[0].StartTime.Nanos = 1; } },
        { "variants[0].prices", product => product.Variants[0].Prices.Add(Enumerable.Range(0, 51).Select(i => Entry(100, Noon.AddDays(i)))) },
    };

    [Fact]
    public void Check_GoodProducts_Pass()
    {
        Fields(Mug()).ShouldBeEmpty();
        Fields(new Product { Name = "Plain", Variants = { new Variant { Sku = "PLAIN", Price = Euros(0) } } }).ShouldBeEmpty();
        foreach (var product in Seed.Products)
        {
            Fields(product).ShouldBeEmpty(product.Slug);
        }
    }

    [Theory]
    [MemberData(nameof(Bad), DisableDiscoveryEnumeration = true)]
    public void Check_OneThingWrong_NamesItAndNothingElse(string field, Action<Product> spoil)
    {
        var product = Mug();
        spoil(product);

        Fields(product).ShouldBe([field]);
    }

    [Fact]
    public void Check_TooMuchOfEverything_NamesTheListsAndEnds()
    {
        var product = Mug();
        product.Options.Add(Enumerable.Range(0, 3).Select(i => new ProductOption { Name = $"{i}", Values = { "a" } }));
        product.Variants.Add(Enumerable.Range(0, 99).Select(i => new Variant { Sku = $"SKU-{i}", Price = Euros(1), Options = { new SelectedOption() } }));

        var fields = Fields(product).ToList();

        fields.ShouldContain("options");
        fields.ShouldContain("variants");
        fields.ShouldNotContain(field => field.StartsWith("variants[100]", StringComparison.Ordinal));
    }

    private static List<string> Fields(Product product)
    {
        var violations = new Violations();
        ProductRules.Check(product, new CatalogOptions(), violations, "");
        try
        {
            violations.ThrowIfAny();
            return [];
        }
        catch (RpcException refusal)
        {
            return [.. ShopErrors.DetailOf<BadRequest>(refusal)!.FieldViolations.Select(violation => violation.Field)];
        }
    }
}
