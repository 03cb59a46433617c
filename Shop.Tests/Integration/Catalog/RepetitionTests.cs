using Google.Protobuf;
using Grpc.Core;
using Shop.Contracts.Catalog.V1;
using Shop.Contracts.Rpc;
using Shop.ServiceDefaults.Grpc;
using Shop.ServiceDefaults.Security;
using Shop.Tests.Unit.ServiceDefaults.Loopback;
using static Shop.Tests.Unit.Catalog.Sample;

namespace Shop.Tests.Integration.Catalog;

/// <summary>Every change again and at once, with an id that said something else, and without one; every read many times at once.</summary>
[Collection(CatalogServers.Collection)]
public sealed class RepetitionTests(CatalogServers servers) : CatalogTest(servers.Shared)
{
    private static readonly string[] NoUuids = ["", "1", " 00000000-0000-0000-0000-000000000001", "' OR 1=1 --"];

    public static TheoryData<string> Changes => ["create", "update", "delete", "price", "create category", "update category", "delete category"];

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Change_RepeatedAndAtOnce_HasOneAnswer(string change)
    {
        var send = await PrepareAsync(change);
        var id = NewId();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => send(id, false)));

        answers.Append(await send(id, false)).ShouldAllBe(answer => answer.Equals(answers[0]));
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Change_SameRequestIdWithAnotherBody_IsRefused(string change)
    {
        var send = await PrepareAsync(change);
        var id = NewId();
        var answer = await send(id, false);

        await RefusedAsync(() => send(id, true), StatusCode.InvalidArgument, "REQUEST_ID_REUSED");

        (await send(id, false)).ShouldBe(answer);
    }

    [Fact]
    public async Task Change_RequestIdOfAnotherCaller_IsAnotherRequest()
    {
        var (id, mine, theirs) = (NewId(), Mug(), Mug());

        var first = await Client.CreateProductAsync(new CreateProductRequest { RequestId = id, Product = mine }, Admin, Deadline);
        var second = await Client.CreateProductAsync(new CreateProductRequest { RequestId = id, Product = theirs }, TestUsers.Headers("another admin", Roles.Admin), Deadline);

        (first.Name, second.Name).ShouldBe((mine.Name, theirs.Name));
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Change_NoRequestId_NamesTheField(string change)
    {
        var send = await PrepareAsync(change);

        foreach (var id in NoUuids)
        {
            var refusal = await Should.ThrowAsync<RpcException>(() => send(id, false));
            refusal.StatusCode.ShouldBe(StatusCode.InvalidArgument, id);
            ShopErrors.DetailOf<BadRequest>(refusal)!.FieldViolations.Select(violation => violation.Field).ShouldBe(["request_id"], id);
        }

        await send(NewId(), false);
    }

    [Theory]
    [InlineData("delete", "mug")]
    [InlineData("delete category", "mugs")]
    [InlineData("update", "mug")]
    [InlineData("update category", "mugs")]
    [InlineData("price", "no sku")]
    public async Task Change_OfWhatIsNoKey_IsInvalid(string change, string key)
    {
        Func<Task<IMessage>> call = change switch
        {
            "delete" => async () => await Client.DeleteProductAsync(new DeleteProductRequest { RequestId = NewId(), ProductId = key }, Admin, Deadline),
            "delete category" => async () => await Client.DeleteCategoryAsync(new DeleteCategoryRequest { RequestId = NewId(), CategoryId = key }, Admin, Deadline),
            "update" => async () => await UpdateAsync(new Product { ProductId = key, Name = "Mug" }),
            "update category" => async () => await Client.UpdateCategoryAsync(new UpdateCategoryRequest { RequestId = NewId(), Category = new Category { CategoryId = key, Name = "Mugs" } }, Admin, Deadline),
            _ => async () => await SetPriceAsync(new SetPriceRequest { Sku = key, Price = Euros(1) }),
        };

        await RefusedAsync(call, StatusCode.InvalidArgument, "INVALID_FIELD");
    }

    [Fact]
    public async Task CreateCategory_ManyWithOneSlugAtOnce_OneSucceeds()
    {
        var slug = $"once-{NewId()}";

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => TryAsync(() => CreateCategoryAsync(new Category { Name = "Once", Slug = slug }), StatusCode.AlreadyExists)));

        outcomes.Count(succeeded => succeeded).ShouldBe(1);
    }

    [Fact]
    public async Task Delete_ManyAtOnce_OneSucceeds()
    {
        var (product, category) = (await CreateAsync(Mug()), await CreateCategoryAsync(new Category { Name = $"Gone {NewId()}" }));

        var products = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
            TryAsync(async () => await Client.DeleteProductAsync(new DeleteProductRequest { RequestId = NewId(), ProductId = product.ProductId }, Admin, Deadline), StatusCode.NotFound)));
        var categories = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
            TryAsync(async () => await Client.DeleteCategoryAsync(new DeleteCategoryRequest { RequestId = NewId(), CategoryId = category.CategoryId }, Admin, Deadline), StatusCode.NotFound)));

        products.Count(succeeded => succeeded).ShouldBe(1);
        categories.Count(succeeded => succeeded).ShouldBe(1);
    }

    [Fact]
    public async Task Reads_ManyAtOnce_AnswerAllTheSame()
    {
        var host = await servers.FilledAsync();
        var some = (await host.Client.ListProductsAsync(new ListProductsRequest { PageSize = 5 }, deadline: Deadline)).Products;
        Func<Task<IMessage>>[] reads =
        [
            async () => await host.Client.GetProductAsync(new GetProductRequest { Slug = some[0].Slug }, deadline: Deadline),
            async () => await host.Client.BatchGetVariantsAsync(new BatchGetVariantsRequest { Skus = { some.Select(product => product.Variants[0].Sku) } }, deadline: Deadline),
            async () => await host.Client.ListProductsAsync(new ListProductsRequest { PageSize = 10 }, deadline: Deadline),
            async () => await host.Client.SearchProductsAsync(new SearchProductsRequest { Query = "steel", Facets = { FacetKind.Brand } }, deadline: Deadline),
            async () => await host.Client.ListCategoriesAsync(new ListCategoriesRequest { Recursive = true }, deadline: Deadline),
        ];
        foreach (var read in reads)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => read()));

            answers.ShouldAllBe(answer => answer.Equals(answers[0]));
        }
    }

    // The same change under any id, or another one of its kind.
    private async Task<Func<string, bool, Task<IMessage>>> PrepareAsync(string change)
    {
        var made = Mug();
        var product = change.Contains("category", StringComparison.Ordinal) ? new Product() : await CreateAsync(Mug());
        var category = change.Contains("category", StringComparison.Ordinal) ? await CreateCategoryAsync(new Category { Name = $"Shelf {NewId()}" }) : new Category();
        var slug = $"new-{NewId()}";
        return change switch
        {
            "create" => async (id, other) => await Client.CreateProductAsync(new CreateProductRequest { RequestId = id, Product = other ? Mug() : made }, Admin, Deadline),
            "update" => async (id, other) => await Client.UpdateProductAsync(
                new UpdateProductRequest { RequestId = id, Product = new Product { ProductId = product.ProductId, Name = other ? "Other" : "New" } }, Admin, Deadline),
            "delete" => async (id, other) => await Client.DeleteProductAsync(new DeleteProductRequest { RequestId = id, ProductId = other ? NewId() : product.ProductId }, Admin, Deadline),
            "price" => async (id, other) => await Client.SetPriceAsync(new SetPriceRequest { RequestId = id, Sku = product.Variants[0].Sku, Price = Euros(other ? 2 : 1) }, Admin, Deadline),
            "create category" => async (id, other) => await Client.CreateCategoryAsync(
                new CreateCategoryRequest { RequestId = id, Category = new Category { Name = other ? "Other" : "New", Slug = slug } }, Admin, Deadline),
            "update category" => async (id, other) => await Client.UpdateCategoryAsync(
                new UpdateCategoryRequest { RequestId = id, Category = new Category { CategoryId = category.CategoryId, Name = other ? "Other" : "New" } }, Admin, Deadline),
            _ => async (id, other) => await Client.DeleteCategoryAsync(new DeleteCategoryRequest { RequestId = id, CategoryId = other ? NewId() : category.CategoryId }, Admin, Deadline),
        };
    }

    private async Task<Category> CreateCategoryAsync(Category category) =>
        await Client.CreateCategoryAsync(new CreateCategoryRequest { RequestId = NewId(), Category = category }, Admin, Deadline);

    private static async Task<bool> TryAsync(Func<Task> call, StatusCode otherwise)
    {
        try
        {
            await call();
            return true;
        }
        catch (RpcException refusal) when (refusal.StatusCode == otherwise)
        {
            return false;
        }
    }
}
