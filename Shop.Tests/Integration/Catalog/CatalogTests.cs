using Grpc.Core;
using Shop.Catalog;
using Shop.Contracts.Catalog.V1;
using Shop.Contracts.Types.V1;
using Shop.ServiceDefaults.Grpc;

namespace Shop.Tests.Integration.Catalog;

[Collection(ShopCollection.Name)]
public sealed class CatalogTests(ShopFixture shop)
{
    private static readonly SeedFile Seed = SeedFile.Read();

    private readonly CatalogService.CatalogServiceClient _catalog = new(shop.Direct("catalog"));

    private static DateTime Deadline => DateTime.UtcNow.AddSeconds(30);

    [Fact]
    public async Task GetProduct_EverySeededOne_IsWhatTheFileSays()
    {
        foreach (var expected in Seed.Products)
        {
            var product = await _catalog.GetProductAsync(new GetProductRequest { Slug = expected.Slug }, deadline: Deadline);

            WhateverIsInStock(product).ShouldBe(AsAnswered(expected, product.Etag));
            product.Etag.ShouldNotBeEmpty();
        }
    }

    [Fact]
    public async Task GetProduct_ByIdAndBySlug_IsTheSame()
    {
        var bySlug = await _catalog.GetProductAsync(new GetProductRequest { Slug = "elbow-mug" }, deadline: Deadline);
        var byId = await _catalog.GetProductAsync(new GetProductRequest { ProductId = bySlug.ProductId }, deadline: Deadline);

        byId.ShouldBe(bySlug);
    }

    [Fact]
    public async Task GetProduct_Unknown_IsNotFound()
    {
        await ShouldBeRefusedAsync(_catalog.GetProductAsync(new GetProductRequest { Slug = "no-such-thing" }, deadline: Deadline), StatusCode.NotFound, "PRODUCT_NOT_FOUND");
        await ShouldBeRefusedAsync(_catalog.GetProductAsync(new GetProductRequest { ProductId = Guid.NewGuid().ToString() }, deadline: Deadline), StatusCode.NotFound, "PRODUCT_NOT_FOUND");
    }

    [Fact]
    public async Task GetProduct_Malformed_IsInvalid()
    {
        await ShouldBeRefusedAsync(_catalog.GetProductAsync(new GetProductRequest(), deadline: Deadline), StatusCode.InvalidArgument, "INVALID_FIELD");
        await ShouldBeRefusedAsync(_catalog.GetProductAsync(new GetProductRequest { ProductId = "' OR 1=1 --" }, deadline: Deadline), StatusCode.InvalidArgument, "INVALID_FIELD");
    }

    [Fact]
    public async Task BatchGetVariants_KnownUnknownAndRepeated_InTheOrderAskedForAndMissing()
    {
        var answer = await _catalog.BatchGetVariantsAsync(
            new BatchGetVariantsRequest { Skus = { "PEN-HERON-FINE", "NO-SUCH-SKU", "MUG-ELBOW-SEA", "PEN-HERON-FINE", "mug-elbow-sea" } }, deadline: Deadline);

        answer.Listings.Select(listing => listing.Variant.Sku).ShouldBe(["PEN-HERON-FINE", "MUG-ELBOW-SEA"]);
        answer.MissingSkus.ShouldBe(["NO-SUCH-SKU", "mug-elbow-sea"]);
    }

    [Fact]
    public async Task BatchGetVariants_EverySeededOne_AgreesWithItsProduct()
    {
        foreach (var product in Seed.Products)
        {
            var answer = await _catalog.BatchGetVariantsAsync(new BatchGetVariantsRequest { Skus = { product.Variants.Select(variant => variant.Sku) } }, deadline: Deadline);

            answer.MissingSkus.ShouldBeEmpty();
            foreach (var (listing, variant) in answer.Listings.Zip(product.Variants))
            {
                WhateverIsInStock(listing.Variant).ShouldBe(AsAnswered(variant));
                (listing.ProductId, listing.ProductSlug, listing.ProductName, listing.Brand).ShouldBe((product.ProductId, product.Slug, product.Name, product.Brand));
                listing.Image.ShouldBe(product.Images.FirstOrDefault(image => image.Url == variant.ImageUrl) ?? product.Images[0]);
                listing.ProductEtag.ShouldNotBeEmpty();
            }
        }
    }

    [Fact]
    public async Task BatchGetVariants_NoneTooManyOrMalformed_IsInvalid()
    {
        await ShouldBeRefusedAsync(_catalog.BatchGetVariantsAsync(new BatchGetVariantsRequest(), deadline: Deadline), StatusCode.InvalidArgument, "INVALID_FIELD");
        await ShouldBeRefusedAsync(_catalog.BatchGetVariantsAsync(new BatchGetVariantsRequest { Skus = { Enumerable.Range(0, 101).Select(i => $"SKU-{i}") } }, deadline: Deadline), StatusCode.InvalidArgument, "INVALID_FIELD");
        await ShouldBeRefusedAsync(_catalog.BatchGetVariantsAsync(new BatchGetVariantsRequest { Skus = { "a b" } }, deadline: Deadline), StatusCode.InvalidArgument, "INVALID_FIELD");
    }

    [Theory]
    [InlineData(ProductOrder.Unspecified)]
    [InlineData(ProductOrder.Newest)]
    [InlineData(ProductOrder.PriceAscending)]
    [InlineData(ProductOrder.PriceDescending)]
    [InlineData(ProductOrder.Name)]
    public async Task ListProducts_PageByPage_IsTheWholeListInOrder(ProductOrder order)
    {
        var request = new ListProductsRequest { OrderBy = order, PageSize = 7 };
        var slugs = new List<string>();
        do
        {
            var page = await _catalog.ListProductsAsync(request, deadline: Deadline);
            page.Products.Count.ShouldBeInRange(1, 7);
            slugs.AddRange(page.Products.Select(product => product.Slug));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        slugs.ShouldBe(InOrder(order, Seed.Products).Select(product => product.Slug));
    }

    [Fact]
    public async Task ListProducts_OfEachCategory_AreThoseInItAndBelow()
    {
        foreach (var category in Seed.Categories)
        {
            var answer = await _catalog.ListProductsAsync(new ListProductsRequest { CategoryId = category.CategoryId, PageSize = 100 }, deadline: Deadline);

            answer.Products.Select(product => product.Slug).ShouldBe(InOrder(ProductOrder.Newest, ShownIn(category)).Select(product => product.Slug), category.Slug);
            answer.NextPageToken.ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task ListProducts_Sizes_AreTheDefaultTheLimitOrAsAsked()
    {
        (await _catalog.ListProductsAsync(new ListProductsRequest(), deadline: Deadline)).Products.Count.ShouldBe(24);
        (await _catalog.ListProductsAsync(new ListProductsRequest { PageSize = int.MaxValue }, deadline: Deadline)).Products.Count.ShouldBe(Math.Min(100, Seed.Products.Count));
        await ShouldBeRefusedAsync(_catalog.ListProductsAsync(new ListProductsRequest { PageSize = -1 }, deadline: Deadline), StatusCode.InvalidArgument, "INVALID_FIELD");
    }

    [Fact]
    public async Task ListProducts_TokenOfAnotherRequestOrNone_IsInvalid()
    {
        var request = new ListProductsRequest { PageSize = 5 };
        var token = (await _catalog.ListProductsAsync(request, deadline: Deadline)).NextPageToken;

        await ShouldBeRefusedAsync(_catalog.ListProductsAsync(new ListProductsRequest(request) { PageToken = token, OrderBy = ProductOrder.Name }, deadline: Deadline), StatusCode.InvalidArgument, "INVALID_PAGE_TOKEN");
        await ShouldBeRefusedAsync(_catalog.ListProductsAsync(new ListProductsRequest(request) { PageToken = token, CategoryId = Seed.Categories[0].CategoryId }, deadline: Deadline), StatusCode.InvalidArgument, "INVALID_PAGE_TOKEN");
        await ShouldBeRefusedAsync(_catalog.ListProductsAsync(new ListProductsRequest(request) { PageToken = "MTIz" }, deadline: Deadline), StatusCode.InvalidArgument, "INVALID_PAGE_TOKEN");
        await ShouldBeRefusedAsync(_catalog.ListCategoriesAsync(new ListCategoriesRequest { PageToken = token }, deadline: Deadline), StatusCode.InvalidArgument, "INVALID_PAGE_TOKEN");
        (await _catalog.ListProductsAsync(new ListProductsRequest(request) { PageToken = token, PageSize = 50 }, deadline: Deadline)).Products.Count.ShouldBe(Math.Min(50, Seed.Products.Count - 5));
    }

    [Fact]
    public async Task ListProducts_UnknownCategoryStatusesOrOrder_AreRefused()
    {
        await ShouldBeRefusedAsync(_catalog.ListProductsAsync(new ListProductsRequest { CategoryId = Guid.NewGuid().ToString() }, deadline: Deadline), StatusCode.NotFound, "CATEGORY_NOT_FOUND");
        await ShouldBeRefusedAsync(_catalog.ListProductsAsync(new ListProductsRequest { Statuses = { ProductStatus.Active, ProductStatus.Draft } }, deadline: Deadline), StatusCode.PermissionDenied, "ADMIN_REQUIRED");
        await ShouldBeRefusedAsync(_catalog.ListProductsAsync(new ListProductsRequest { Statuses = { ProductStatus.Unspecified } }, deadline: Deadline), StatusCode.InvalidArgument, "INVALID_FIELD");
        await ShouldBeRefusedAsync(_catalog.ListProductsAsync(new ListProductsRequest { OrderBy = ProductOrder.Relevance }, deadline: Deadline), StatusCode.InvalidArgument, "INVALID_FIELD");
    }

    [Fact]
    public async Task ListCategories_WholeTree_IsInOrderWithItsCounts()
    {
        var answer = await _catalog.ListCategoriesAsync(new ListCategoriesRequest { Recursive = true }, deadline: Deadline);

        answer.Categories.ShouldBe(Seed.Categories.Select(AsAnswered));
        answer.NextPageToken.ShouldBeEmpty();
    }

    [Fact]
    public async Task ListCategories_PageByPageAndLevelByLevel_IsTheSameTree()
    {
        var request = new ListCategoriesRequest { Recursive = true, PageSize = 4 };
        var pages = new List<Category>();
        do
        {
            var page = await _catalog.ListCategoriesAsync(request, deadline: Deadline);
            pages.AddRange(page.Categories);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        pages.ShouldBe(Seed.Categories.Select(AsAnswered));
        (await WalkAsync("")).ShouldBe(pages);
    }

    [Fact]
    public async Task ListCategories_BelowOne_LeavesItselfOut()
    {
        var kitchen = Seed.Categories.First(category => category.Slug == "kitchen");

        var answer = await _catalog.ListCategoriesAsync(new ListCategoriesRequest { ParentId = kitchen.CategoryId, Recursive = true }, deadline: Deadline);

        answer.Categories.ShouldBe(Seed.Categories.Where(category => category.AncestorIds.Contains(kitchen.CategoryId)).Select(AsAnswered));
    }

    [Fact]
    public async Task ListCategories_UnknownParentOrNegativeSize_IsRefused()
    {
        await ShouldBeRefusedAsync(_catalog.ListCategoriesAsync(new ListCategoriesRequest { ParentId = Guid.NewGuid().ToString() }, deadline: Deadline), StatusCode.NotFound, "CATEGORY_NOT_FOUND");
        await ShouldBeRefusedAsync(_catalog.ListCategoriesAsync(new ListCategoriesRequest { PageSize = -1 }, deadline: Deadline), StatusCode.InvalidArgument, "INVALID_FIELD");
    }

    // Depth first, asking for one level at a time.
    private async Task<List<Category>> WalkAsync(string parentId)
    {
        var found = new List<Category>();
        var level = await _catalog.ListCategoriesAsync(new ListCategoriesRequest { ParentId = parentId }, deadline: Deadline);
        foreach (var category in level.Categories)
        {
            found.Add(category);
            found.AddRange(category.HasChildren ? await WalkAsync(category.CategoryId) : []);
        }

        return found;
    }

    private static IEnumerable<Product> ShownIn(Category category)
    {
        string[] tree = [category.CategoryId, .. Seed.Categories.Where(below => below.AncestorIds.Contains(category.CategoryId)).Select(below => below.CategoryId)];
        return Seed.Products.Where(product => product.CategoryIds.Intersect(tree).Any());
    }

    // Names as people sort them; Postgres breaks ties by the bytes of the id, from its first.
    private static IEnumerable<Product> InOrder(ProductOrder order, IEnumerable<Product> products) => order switch
    {
        ProductOrder.PriceAscending => products.OrderBy(MinPrice).ThenBy(product => product.ProductId, StringComparer.Ordinal),
        ProductOrder.PriceDescending => products.OrderByDescending(MinPrice).ThenByDescending(product => product.ProductId, StringComparer.Ordinal),
        ProductOrder.Name => products.OrderBy(product => product.Name, StringComparer.OrdinalIgnoreCase),
        _ => products.OrderByDescending(product => product.CreateTime.ToDateTime()),
    };

    private static long MinPrice(Product product) => product.Variants.Min(variant => variant.Price.MinorUnits);

    private static Product AsAnswered(Product seeded, string etag)
    {
        var expected = new Product(seeded)
        {
            MinPrice = new Money { CurrencyCode = "EUR", MinorUnits = MinPrice(seeded) },
            MaxPrice = new Money { CurrencyCode = "EUR", MinorUnits = seeded.Variants.Max(variant => variant.Price.MinorUnits) },
            InStock = true,
            UpdateTime = seeded.CreateTime,
            Etag = etag,
        };
        expected.Variants.Clear();
        expected.Variants.AddRange(seeded.Variants.Select(AsAnswered));
        return expected;
    }

    // What is sold out changes while other tests buy, and is tested where they cannot.
    private static Product WhateverIsInStock(Product answered)
    {
        var product = new Product(answered) { InStock = true };
        product.Variants.Clear();
        product.Variants.AddRange(answered.Variants.Select(WhateverIsInStock));
        return product;
    }

    private static Variant WhateverIsInStock(Variant answered) => new(answered) { InStock = true };

    private static Variant AsAnswered(Variant seeded) => new(seeded) { InStock = true };

    private static Category AsAnswered(Category seeded) => new(seeded)
    {
        ProductCount = ShownIn(seeded).Count(),
        HasChildren = Seed.Categories.Any(child => child.ParentId == seeded.CategoryId),
    };

    private static async Task ShouldBeRefusedAsync<T>(AsyncUnaryCall<T> call, StatusCode code, string reason)
    {
        var exception = await Should.ThrowAsync<RpcException>(async () => await call);
        exception.StatusCode.ShouldBe(code, exception.Status.Detail);
        ShopErrors.ReasonOf(exception).ShouldBe(reason);
    }
}
