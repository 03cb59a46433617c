using Shop.Contracts.Catalog.V1;
using static Shop.Tests.Unit.Catalog.Sample;

namespace Shop.Tests.Integration.Catalog;

/// <summary>A category of which some products stay as they are, while others come, go and change whatever they are sorted by.</summary>
internal sealed class ChangingGoods : IDisposable
{
    private readonly Queue<Product> _moving = new();
    private readonly SemaphoreSlim _turn = new(1);
    private int _changes;

    private ChangingGoods(CatalogHost host, string categoryId, IEnumerable<string> staying) => (Host, CategoryId, Staying) = (host, categoryId, staying.ToHashSet(StringComparer.Ordinal));

    public CatalogHost Host { get; }

    public string CategoryId { get; }

    /// <summary>The ids of those that nobody touches.</summary>
    public IReadOnlySet<string> Staying { get; }

    public static async Task<ChangingGoods> StockAsync(CatalogHost host)
    {
        var category = await host.Client.CreateCategoryAsync(
            new CreateCategoryRequest { RequestId = NewId(), Category = new Category { Name = $"Changing {NewId()[..8]}", Slug = $"changing-{NewId()[..8]}" } }, host.Admin, Deadline);
        // In threes of one name and price, so that ids decide, too.
        (await host.ImportAsync(Enumerable.Range(0, 36).Select(number => Make(category.CategoryId, $"Sample {(char)('B' + number / 3)}", 1000 + number / 3 * 10)))).CreatedCount.ShouldBe(36);
        var staying = await host.Client.ListProductsAsync(new ListProductsRequest { CategoryId = category.CategoryId, PageSize = 100 }, deadline: Deadline);
        var goods = new ChangingGoods(host, category.CategoryId, staying.Products.Select(product => product.ProductId));
        goods.Staying.Count.ShouldBe(36);
        for (var i = 0; i < 4; i++)
        {
            await goods.AddAsync();
        }

        return goods;
    }

    /// <summary>One comes, one goes, and one gets another name and price.</summary>
    public async Task ChangeAsync()
    {
        await _turn.WaitAsync();
        try
        {
            await AddAsync();
            await Host.Client.DeleteProductAsync(new DeleteProductRequest { RequestId = NewId(), ProductId = _moving.Dequeue().ProductId }, Host.Admin, Deadline);
            await ReplaceAsync(_moving.Peek());
        }
        finally
        {
            _turn.Release();
        }
    }

    public async Task ChangeUntilAsync(CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            await ChangeAsync();
        }
    }

    public void Dispose() => _turn.Dispose();

    private static DateTime Deadline => DateTime.UtcNow.AddSeconds(60);

    private async Task AddAsync() => _moving.Enqueue(await Host.Client.CreateProductAsync(new CreateProductRequest { RequestId = NewId(), Product = Next() }, Host.Admin, Deadline));

    private async Task ReplaceAsync(Product product)
    {
        var next = Next();
        var changed = new Product { ProductId = product.ProductId, Name = next.Name, Variants = { product.Variants } };
        foreach (var variant in changed.Variants)
        {
            variant.Price = next.Variants[0].Price.Clone();
            variant.CompareAtPrice = null;
        }

        await Host.Client.UpdateProductAsync(new UpdateProductRequest { RequestId = NewId(), Product = changed }, Host.Admin, Deadline);
    }

    // Before, among and behind those that stay, in turns.
    private Product Next()
    {
        var place = _changes++ % 3;
        return Make(CategoryId, $"Sample {"AHZ"[place]}", 500 + place * 560);
    }

    private static Product Make(string categoryId, string name, long price)
    {
        var product = Mug(name, price);
        product.CategoryIds.Clear();
        product.CategoryIds.Add(categoryId);
        return product;
    }
}
