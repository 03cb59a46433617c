using Grpc.Core;
using Shop.Catalog;
using Shop.Contracts.Catalog.V1;
using Shop.Contracts.Rpc;
using Shop.ServiceDefaults.Grpc;

namespace Shop.Tests.Unit.Catalog;

public sealed class RequestRulesTests
{
    [Fact]
    public void Check_GoodRequests_Pass()
    {
        RequestRules.Check(new GetProductRequest { ProductId = "9039d78f-9414-5835-a180-f4ad802de189" });
        RequestRules.Check(new GetProductRequest { Slug = "elbow-mug" });
        RequestRules.Check(new GetProductRequest { Slug = new string('a', 100) });
        RequestRules.Check(new ListProductsRequest { PageSize = int.MaxValue, OrderBy = ProductOrder.Name, Statuses = { ProductStatus.Draft } });
        RequestRules.Check(new ListCategoriesRequest());
        string[] skus = [.. Enumerable.Range(0, 100).Select(i => $"SKU-{i}")];
        RequestRules.Check(new BatchGetVariantsRequest { Skus = { skus } }, skus);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-elbow")]
    [InlineData("elbow-")]
    [InlineData("Elbow")]
    [InlineData("elbow\n")]
    [InlineData("elbow mug")]
    public void Check_SlugThatIsNone_NamesTheField(string slug) =>
        FieldsOf(() => RequestRules.Check(new GetProductRequest { Slug = slug })).ShouldBe(["slug"]);

    [Fact]
    public void Check_GetProductWithoutKeyOrId_NamesTheField()
    {
        FieldsOf(() => RequestRules.Check(new GetProductRequest())).ShouldBe(["key"]);
        FieldsOf(() => RequestRules.Check(new GetProductRequest { ProductId = "1" })).ShouldBe(["product_id"]);
        FieldsOf(() => RequestRules.Check(new GetProductRequest { Slug = new string('a', 101) })).ShouldBe(["slug"]);
    }

    [Fact]
    public void Check_ListProductsWithEverythingWrong_NamesEveryField() =>
        FieldsOf(() => RequestRules.Check(new ListProductsRequest
        {
            CategoryId = "garden",
            PageSize = -1,
            OrderBy = ProductOrder.Relevance,
            Statuses = { ProductStatus.Active, ProductStatus.Unspecified, (ProductStatus)77 },
        })).ShouldBe(["category_id", "page_size", "order_by", "statuses[1]", "statuses[2]"], ignoreOrder: true);

    [Fact]
    public void Check_ListsWithoutEnd_AreRefusedForTheirLengthAndNotReadToIt()
    {
        var statuses = Enumerable.Range(100, 200_000).Select(number => (ProductStatus)number);
        var kinds = Enumerable.Range(100, 200_000).Select(number => (FacetKind)number).ToList();

        FieldsOf(() => RequestRules.Check(new ListProductsRequest { Statuses = { statuses } })).First().ShouldBe("statuses");
        FieldsOf(() => RequestRules.Check(new ExportProductsRequest { Statuses = { statuses } })).First().ShouldBe("statuses");
        FieldsOf(() => SearchRules.Check(new SearchProductsRequest { Facets = { kinds } }, new CatalogOptions())).First().ShouldBe("facets");
    }

    [Fact]
    public void Check_ListCategoriesWithEverythingWrong_NamesEveryField() =>
        FieldsOf(() => RequestRules.Check(new ListCategoriesRequest { ParentId = "garden", PageSize = -1 })).ShouldBe(["parent_id", "page_size"], ignoreOrder: true);

    [Fact]
    public void Check_NoneOrTooManySkus_NamesTheField()
    {
        FieldsOf(() => RequestRules.Check(new BatchGetVariantsRequest(), [])).ShouldBe(["skus"]);
        string[] skus = [.. Enumerable.Range(0, 101).Select(i => $"SKU-{i}")];
        FieldsOf(() => RequestRules.Check(new BatchGetVariantsRequest { Skus = { skus } }, skus)).ShouldBe(["skus"]);
    }

    [Fact]
    public void Check_SkuThatIsNone_NamesItsPlace()
    {
        string[] skus = ["GOOD", "", "SO SO", new string('A', 65)];

        FieldsOf(() => RequestRules.Check(new BatchGetVariantsRequest { Skus = { skus } }, skus)).ShouldBe(["skus[1]", "skus[2]", "skus[3]"]);
    }

    [Fact]
    public void Check_SkuThatIsNoneBehindManyRepeats_NamesItsPlace()
    {
        string[] skus = [.. Enumerable.Repeat("GOOD", 200), "NUL\0"];

        FieldsOf(() => RequestRules.Check(new BatchGetVariantsRequest { Skus = { skus } }, ["GOOD", "NUL\0"])).ShouldBe(["skus[200]"]);
    }

    [Fact]
    public void Status_ThroughItsText_IsTheSame()
    {
        foreach (var status in Enum.GetValues<ProductStatus>().Where(StatusText.IsKnown))
        {
            StatusText.Parse(StatusText.Of(status)).ShouldBe(status);
        }

        Should.Throw<ArgumentOutOfRangeException>(() => StatusText.Of(ProductStatus.Unspecified));
        Should.Throw<ArgumentOutOfRangeException>(() => StatusText.Parse("SOLD"));
    }

    private static IEnumerable<string> FieldsOf(Action check)
    {
        var refusal = Should.Throw<RpcException>(check);
        refusal.StatusCode.ShouldBe(StatusCode.InvalidArgument);
        ShopErrors.ReasonOf(refusal).ShouldBe("INVALID_FIELD");
        return ShopErrors.DetailOf<BadRequest>(refusal)!.FieldViolations.Select(violation => violation.Field);
    }
}
