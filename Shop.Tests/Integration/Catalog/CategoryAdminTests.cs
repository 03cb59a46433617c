using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Npgsql;
using NpgsqlTypes;
using Shop.Contracts.Catalog.V1;
using static Shop.Tests.Unit.Catalog.Sample;

namespace Shop.Tests.Integration.Catalog;

/// <summary>What administrators do to the tree.</summary>
[Collection(CatalogServers.Collection)]
public sealed class CategoryAdminTests(CatalogServers servers) : CatalogTest(servers.Shared)
{
    [Fact]
    public async Task Create_BelowAnother_IsInItsPlace()
    {
        var top = await CreateAsync(new Category { Name = $"Top {NewId()}" });
        var last = await CreateAsync(new Category { Name = "Z", Slug = $"z-{NewId()}", ParentId = top.CategoryId, Position = 99 });
        var first = await CreateAsync(new Category { Name = "A", Slug = $"a-{NewId()}", ParentId = top.CategoryId });

        (first.Position, last.Position).ShouldBe((0, 0));
        first.AncestorIds.ShouldBe([top.CategoryId]);
        (await BelowAsync(top)).ShouldBe([first.CategoryId, last.CategoryId]);
    }

    [Fact]
    public async Task Move_WithWhatIsBelowAndIn_TakesItAlong()
    {
        var (from, to) = (await CreateAsync(new Category { Name = $"From {NewId()}" }), await CreateAsync(new Category { Name = $"To {NewId()}" }));
        var moved = await CreateAsync(new Category { Name = $"Moved {NewId()}", ParentId = from.CategoryId });
        var below = await CreateAsync(new Category { Name = $"Below {NewId()}", ParentId = moved.CategoryId });
        var product = Mug();
        product.CategoryIds[0] = below.CategoryId;
        product = await CreateAsync(product);

        await UpdateAsync(new Category { CategoryId = moved.CategoryId, ParentId = to.CategoryId }, "parent_id");

        (await BelowAsync(to)).ShouldBe([moved.CategoryId, below.CategoryId]);
        (await BelowAsync(from)).ShouldBeEmpty();
        (await FoundAsync(to)).ShouldBe([product.ProductId]);
        (await FoundAsync(from)).ShouldBeEmpty();
        (await Client.ListProductsAsync(new ListProductsRequest { CategoryId = to.CategoryId }, deadline: Deadline)).Products.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Move_BelowItselfOrTooDeep_IsRefused()
    {
        var top = await CreateAsync(new Category { Name = $"Level {NewId()}" });
        var deepest = top;
        for (var i = 0; i < 7; i++)
        {
            deepest = await CreateAsync(new Category { Name = $"Level {NewId()}", ParentId = deepest.CategoryId });
        }

        await RefusedAsync(() => UpdateAsync(new Category { CategoryId = top.CategoryId, ParentId = deepest.CategoryId }, "parent_id"), StatusCode.FailedPrecondition, "CATEGORY_CYCLE");
        await RefusedAsync(() => UpdateAsync(new Category { CategoryId = top.CategoryId, ParentId = top.CategoryId }, "parent_id"), StatusCode.FailedPrecondition, "CATEGORY_CYCLE");
        await RefusedAsync(() => CreateAsync(new Category { Name = "Too deep", ParentId = deepest.CategoryId }), StatusCode.FailedPrecondition, "CATEGORY_TOO_DEEP");
        var another = await CreateAsync(new Category { Name = $"Level {NewId()}" });
        await RefusedAsync(() => UpdateAsync(new Category { CategoryId = top.CategoryId, ParentId = another.CategoryId }, "parent_id"), StatusCode.FailedPrecondition, "CATEGORY_TOO_DEEP");
    }

    [Fact]
    public async Task Ids_InCapitals_AreTheSameOnes()
    {
        var (top, other) = (await CreateAsync(new Category { Name = $"Top {NewId()}" }), await CreateAsync(new Category { Name = $"Other {NewId()}" }));

        var below = await CreateAsync(new Category { Name = $"Below {NewId()}", ParentId = top.CategoryId.ToUpperInvariant() });
        var moved = await UpdateAsync(new Category { CategoryId = below.CategoryId.ToUpperInvariant(), ParentId = other.CategoryId.ToUpperInvariant() }, "parent_id");

        (below.ParentId, moved.CategoryId, moved.ParentId).ShouldBe((top.CategoryId, below.CategoryId, other.CategoryId));
        await RefusedAsync(
            () => UpdateAsync(new Category { CategoryId = other.CategoryId, ParentId = moved.CategoryId.ToUpperInvariant() }, "parent_id"), StatusCode.FailedPrecondition, "CATEGORY_CYCLE");
    }

    [Fact]
    public async Task Move_WhileAProductIsPutIn_ListsItWhereTheCategoryIsThen()
    {
        var (from, to) = (await CreateAsync(new Category { Name = $"From {NewId()}" }), await CreateAsync(new Category { Name = $"To {NewId()}" }));
        var moved = await CreateAsync(new Category { Name = $"Moved {NewId()}", ParentId = from.CategoryId });
        var product = Mug();
        product.CategoryIds[0] = moved.CategoryId;

        // As UpdateCategory does it, stopped between what it reads and what it writes.
        await using var connection = await Host.Database.OpenConnectionAsync();
        await using var moving = await connection.BeginTransactionAsync();
        await ExecuteAsync(connection, "LOCK TABLE category IN SHARE ROW EXCLUSIVE MODE");
        var creating = CreateAsync(product);
        await EventuallyAsync(async () => creating.IsCompleted || await IsWaitedForAsync("category"), "the product to be there or to wait");
        await ExecuteAsync(connection, $"""
            UPDATE category
            SET parent_id = '{to.CategoryId}', ancestor_ids = ARRAY['{to.CategoryId}']::uuid[], position = 0,
                place = (SELECT place FROM category WHERE category_id = '{to.CategoryId}') || 0
            WHERE category_id = '{moved.CategoryId}'
            """);
        await moving.CommitAsync();
        product = await creating;

        (await FoundAsync(to)).ShouldBe([product.ProductId]);
        (await FoundAsync(from)).ShouldBeEmpty();
        (await Client.ListProductsAsync(new ListProductsRequest { CategoryId = to.CategoryId }, deadline: Deadline)).Products.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Move_ManyAtOnce_NeverMakesACycle()
    {
        var nodes = new List<Category>();
        for (var i = 0; i < 4; i++)
        {
            nodes.Add(await CreateAsync(new Category { Name = $"Node {NewId()}" }));
        }

        await Task.WhenAll(Enumerable.Range(0, 24).Select(async i =>
        {
            try
            {
                await UpdateAsync(new Category { CategoryId = nodes[i % 4].CategoryId, ParentId = nodes[(i * 7 / 4 + 1) % 4].CategoryId }, "parent_id");
            }
            catch (RpcException refusal)
            {
                refusal.StatusCode.ShouldBe(StatusCode.FailedPrecondition, refusal.Status.Detail);
            }
        }));

        var tree = (await Client.ListCategoriesAsync(new ListCategoriesRequest { Recursive = true, PageSize = 1000 }, deadline: Deadline)).Categories;
        nodes.ShouldAllBe(node => tree.Any(shown => shown.CategoryId == node.CategoryId && !shown.AncestorIds.Contains(shown.CategoryId)));
    }

    [Fact]
    public async Task Update_RenamedAndRepeated_IsTheSameAnswer()
    {
        var category = await CreateAsync(new Category { Name = $"Old {NewId()}" });
        var request = new UpdateCategoryRequest { RequestId = NewId(), Category = new Category { CategoryId = category.CategoryId, Name = "New" } };

        var renamed = await Client.UpdateCategoryAsync(request, Admin, Deadline);

        (renamed.Name, renamed.Slug).ShouldBe(("New", category.Slug));
        (await Client.UpdateCategoryAsync(request, Admin, Deadline)).ShouldBe(renamed);
    }

    [Fact]
    public async Task Delete_EmptyOrNot_IsTakenOutOrRefused()
    {
        var (parent, product) = (await CreateAsync(new Category { Name = $"Parent {NewId()}" }), Mug());
        var child = await CreateAsync(new Category { Name = $"Child {NewId()}", ParentId = parent.CategoryId });
        (product.CategoryIds[0], product.Status) = (child.CategoryId, ProductStatus.Draft);
        product = await CreateAsync(product);

        await RefusedAsync(() => DeleteAsync(parent), StatusCode.FailedPrecondition, "CATEGORY_NOT_EMPTY");
        await RefusedAsync(() => DeleteAsync(child), StatusCode.FailedPrecondition, "CATEGORY_NOT_EMPTY");
        await Client.DeleteProductAsync(new DeleteProductRequest { RequestId = NewId(), ProductId = product.ProductId }, Admin, Deadline);
        await DeleteAsync(child);
        await DeleteAsync(parent);

        await RefusedAsync(() => DeleteAsync(parent), StatusCode.NotFound, "CATEGORY_NOT_FOUND");
    }

    [Fact]
    public async Task Requests_Malformed_AreRefused()
    {
        var category = await CreateAsync(new Category { Name = $"Good {NewId()}" });

        await RefusedAsync(() => CreateAsync(new Category()), StatusCode.InvalidArgument, "INVALID_FIELD");
        await RefusedAsync(() => CreateAsync(new Category { Name = "A", Slug = "A" }), StatusCode.InvalidArgument, "INVALID_FIELD");
        await RefusedAsync(() => CreateAsync(new Category { Name = "A", ParentId = "top" }), StatusCode.InvalidArgument, "INVALID_FIELD");
        await RefusedAsync(() => CreateAsync(new Category { Name = "A", Position = -1 }), StatusCode.InvalidArgument, "INVALID_FIELD");
        await RefusedAsync(() => CreateAsync(new Category { Name = "A", ParentId = NewId() }), StatusCode.NotFound, "CATEGORY_NOT_FOUND");
        await RefusedAsync(() => CreateAsync(new Category { Name = "A", Slug = category.Slug }), StatusCode.AlreadyExists, "SLUG_TAKEN");
        await RefusedAsync(() => UpdateAsync(category, "category_id"), StatusCode.InvalidArgument, "INVALID_FIELD");
        await RefusedAsync(() => UpdateAsync(new Category { CategoryId = category.CategoryId }, "name"), StatusCode.InvalidArgument, "INVALID_FIELD");
        await RefusedAsync(() => UpdateAsync(new Category { CategoryId = NewId(), Name = "A" }), StatusCode.NotFound, "CATEGORY_NOT_FOUND");
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<bool> IsWaitedForAsync(string table)
    {
        await using var command = Host.Database.CreateCommand("""
            SELECT EXISTS (
                SELECT FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
                WHERE datname = current_database() AND relation = $1::regclass AND NOT granted)
            """);
        command.Parameters.Add(new() { Value = table, NpgsqlDbType = NpgsqlDbType.Text });
        return (bool)(await command.ExecuteScalarAsync())!;
    }

    private async Task<Category> CreateAsync(Category category) =>
        await Client.CreateCategoryAsync(new CreateCategoryRequest { RequestId = NewId(), Category = category }, Admin, Deadline);

    private async Task<Category> UpdateAsync(Category category, params string[] paths) => await Client.UpdateCategoryAsync(
        new UpdateCategoryRequest { RequestId = NewId(), Category = category, UpdateMask = paths.Length == 0 ? null : new FieldMask { Paths = { paths } } }, Admin, Deadline);

    private async Task<Empty> DeleteAsync(Category category) =>
        await Client.DeleteCategoryAsync(new DeleteCategoryRequest { RequestId = NewId(), CategoryId = category.CategoryId }, Admin, Deadline);

    private async Task<IEnumerable<string>> BelowAsync(Category category) =>
        (await Client.ListCategoriesAsync(new ListCategoriesRequest { ParentId = category.CategoryId, Recursive = true }, deadline: Deadline)).Categories.Select(below => below.CategoryId);

    private async Task<IEnumerable<string>> FoundAsync(Category category) =>
        (await Client.SearchProductsAsync(new SearchProductsRequest { Filter = new ProductFilter { CategoryIds = { category.CategoryId } } }, deadline: Deadline)).Products.Select(product => product.ProductId);
}
