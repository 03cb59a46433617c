using FsCheck;
using FsCheck.Fluent;
using Shop.Contracts.Catalog.V1;
using static Shop.Tests.Unit.Catalog.Sample;

namespace Shop.Tests.Integration.Catalog;

/// <summary>Page by page is the whole list: whatever the pages' sizes, and whatever changes in between.</summary>
[Collection(CatalogServers.Collection)]
public sealed class PagingTests(CatalogServers servers)
{
    private static readonly ProductOrder[] Listable = [ProductOrder.Unspecified, ProductOrder.Newest, ProductOrder.PriceAscending, ProductOrder.PriceDescending, ProductOrder.Name];
    private static readonly ProductOrder[] Searchable = [.. Listable, ProductOrder.Relevance, ProductOrder.Popularity];

    private static DateTime Deadline => DateTime.UtcNow.AddSeconds(60);

    public static TheoryData<ProductOrder> ListOrders => [.. Listable];

    public static TheoryData<ProductOrder> SearchOrders => [.. Searchable];

    [Fact]
    public async Task ListProducts_PagesOfAnySizes_AreTheWholeListOnceAndInOrder()
    {
        var host = await servers.FilledAsync();
        var sizes = from order in Gen.Elements(Listable) from category in Gen.Elements(["", "kitchen", "garden", "bags"]) from pages in Sizes select (order, category, pages);
        Prop.ForAll(Arb.From(sizes), list =>
        {
            var request = new ListProductsRequest { OrderBy = list.order, CategoryId = list.category.Length == 0 ? "" : Category(list.category) };
            ShouldBeWhole(list.pages, size => ListAsync(host, request, size));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20));
    }

    [Fact]
    public async Task SearchProducts_PagesOfAnySizes_AreTheWholeResultOnceAndInOrder()
    {
        var host = await servers.FilledAsync();
        var sizes = from order in Gen.Elements(Searchable) from query in Gen.Elements(["", "steel", "cotton", "ha", "practical"]) from pages in Sizes select (order, query, pages);
        Prop.ForAll(Arb.From(sizes), list =>
        {
            var request = new SearchProductsRequest { OrderBy = list.order, Query = list.query, PageSize = 1 };
            var products = ShouldBeWhole(list.pages, size => SearchAsync(host, request, size));
            products.Count.ShouldBe(host.Client.SearchProducts(request, deadline: Deadline).TotalSize);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20));
    }

    [Theory]
    [MemberData(nameof(ListOrders))]
    public async Task ListProducts_WhileTheCatalogChanges_HasEveryProductThatStaysOnce(ProductOrder order)
    {
        using var goods = await ChangingGoods.StockAsync(servers.Shared);

        await ShouldKeepAsync(goods, between => ListAsync(goods.Host, new ListProductsRequest { OrderBy = order, CategoryId = goods.CategoryId }, () => 7, between));
    }

    [Theory]
    [MemberData(nameof(SearchOrders))]
    public async Task SearchProducts_WhileTheCatalogChanges_HasEveryProductThatStaysOnce(ProductOrder order)
    {
        using var goods = await ChangingGoods.StockAsync(servers.Shared);
        var request = new SearchProductsRequest { OrderBy = order, Query = order == ProductOrder.Relevance ? "sample" : "", Filter = new ProductFilter { CategoryIds = { goods.CategoryId } } };

        await ShouldKeepAsync(goods, between => SearchAsync(goods.Host, request, () => 7, between));
    }

    [Fact]
    public async Task ExportProducts_WhileTheCatalogChanges_HasEveryProductThatStaysOnce()
    {
        using var goods = await ChangingGoods.StockAsync(servers.Shared);

        await ShouldKeepAsync(goods, _ => goods.Host.ExportAsync());
    }

    // Used in turns.
    private static Gen<int[]> Sizes => from first in Gen.Choose(10, 100) from others in Gen.ListOf(Gen.Choose(10, 100)) select (int[])[first, .. others];

    // Both while somebody writes at the same time, and with a change between any two pages.
    private static async Task ShouldKeepAsync(ChangingGoods goods, Func<Func<Task>, Task<List<Product>>> walk)
    {
        using var over = new CancellationTokenSource();
        var writing = goods.ChangeUntilAsync(over.Token);
        var seen = await walk(goods.ChangeAsync);
        await over.CancelAsync();
        await writing;

        seen.Select(product => product.ProductId).Where(goods.Staying.Contains).Order(StringComparer.Ordinal).ShouldBe(goods.Staying.Order(StringComparer.Ordinal));
    }

    private static List<Product> ShouldBeWhole(int[] sizes, Func<Func<int>, Task<List<Product>>> walk)
    {
        var turn = 0;
        var pages = walk(() => sizes[turn++ % sizes.Length]).GetAwaiter().GetResult();
        var whole = walk(() => 100).GetAwaiter().GetResult();

        pages.Select(product => product.ProductId).ShouldBe(whole.Select(product => product.ProductId));
        pages.Select(product => product.ProductId).ShouldBeUnique();
        pages.ShouldNotBeEmpty();
        return pages;
    }

    private static async Task<List<Product>> ListAsync(CatalogHost host, ListProductsRequest request, Func<int> size, Func<Task>? between = null)
    {
        var next = request.Clone();
        var products = new List<Product>();
        do
        {
            next.PageSize = size();
            var page = await host.Client.ListProductsAsync(next, deadline: Deadline);
            products.AddRange(page.Products);
            next.PageToken = page.NextPageToken;
            await (between?.Invoke() ?? Task.CompletedTask);
        }
        while (next.PageToken.Length > 0);

        return products;
    }

    private static async Task<List<Product>> SearchAsync(CatalogHost host, SearchProductsRequest request, Func<int> size, Func<Task>? between = null)
    {
        var next = request.Clone();
        var products = new List<Product>();
        do
        {
            next.PageSize = size();
            var page = await host.Client.SearchProductsAsync(next, deadline: Deadline);
            products.AddRange(page.Products);
            next.PageToken = page.NextPageToken;
            await (between?.Invoke() ?? Task.CompletedTask);
        }
        while (next.PageToken.Length > 0);

        return products;
    }
}
