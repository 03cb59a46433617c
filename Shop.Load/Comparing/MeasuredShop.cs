using System.Diagnostics;
using Grpc.Net.Client;
using Shop.Contracts.Catalog.V1;
using Shop.Contracts.Inventory.V1;
using Shop.Load.Checkout;
using Shop.Load.Running;

namespace Shop.Load.Comparing;

/// <summary>A shop of its own, and calls that are counted against the processor time of its services.</summary>
internal sealed class MeasuredShop : IAsyncDisposable
{
    private const int Callers = 16;

    private readonly OwnShop _shop;
    private readonly GrpcChannel _catalog;
    private readonly GetProductRequest _product;
    private readonly IReadOnlyList<string> _skus;

    private MeasuredShop(string name, OwnShop shop, GrpcChannel catalog, GetProductRequest product, IReadOnlyList<string> skus) =>
        (Name, _shop, _catalog, _product, _skus) = (name, shop, catalog, product, skus);

    /// <summary>The variant's.</summary>
    public string Name { get; }

    private Uri Gateway => _shop.AppHost.Endpoint("gateway", "http");

    public static async Task<MeasuredShop> StartAsync(ShopVariant variant, CancellationToken cancellationToken)
    {
        var shop = await OwnShop.StartAsync("comparison", variant.Environment, cancellationToken);
        var catalog = GrpcChannel.ForAddress(shop.AppHost.Endpoint("catalog", "http"));
        var products = (await new CatalogService.CatalogServiceClient(catalog).ListProductsAsync(new ListProductsRequest { PageSize = 100 }, cancellationToken: cancellationToken)).Products;
        using var client = new ShopClient(shop.AppHost.Endpoint("gateway", "http"));
        var asked = new BatchGetStockRequest { Skus = { products.SelectMany(product => product.Variants).Select(variant => variant.Sku).Take(100) } };
        var stocks = (await client.Inventory.BatchGetStockAsync(asked, cancellationToken: cancellationToken)).Stocks;
        return new MeasuredShop(
            variant.Name, shop, catalog, new GetProductRequest { ProductId = products[0].ProductId }, [.. stocks.OrderByDescending(stock => stock.AvailableQuantity).Take(20).Select(stock => stock.Sku)]);
    }

    /// <summary>Asks Catalog, each caller for the next product as soon as it has the last.</summary>
    public async Task<Round> GetProductsAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        var client = new CatalogService.CatalogServiceClient(_catalog);
        var (before, watch, count) = (ProcessorTime(), Stopwatch.StartNew(), 0);
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(
            async () =>
            {
                while (watch.Elapsed < duration)
                {
                    await client.GetProductAsync(_product, cancellationToken: cancellationToken);
                    Interlocked.Increment(ref count);
                }
            },
            cancellationToken)));
        return RoundOf(count, watch.Elapsed, before);
    }

    /// <summary>Places orders through the gateway and sees them confirmed; the carts were filled before.</summary>
    public async Task<Round> PlaceOrdersAsync(int orders, CancellationToken cancellationToken)
    {
        var shoppers = new CheckoutShopper[orders];
        var together = new ParallelOptions { MaxDegreeOfParallelism = Callers, CancellationToken = cancellationToken };
        try
        {
            await Parallel.ForAsync(0, orders, together, async (i, token) => shoppers[i] = await CheckoutShopper.WithCartAsync(Gateway, _skus[i % _skus.Count], token));
            var (before, watch) = (ProcessorTime(), Stopwatch.StartNew());
            await Parallel.ForAsync(0, orders, together, async (i, token) => await shoppers[i].CheckOutAsync(watching: true, token));
            return RoundOf(orders, watch.Elapsed, before);
        }
        finally
        {
            Array.ForEach(shoppers, shopper => shopper?.Dispose());
        }
    }

    public async ValueTask DisposeAsync()
    {
        _catalog.Dispose();
        await _shop.DisposeAsync();
    }

    private Round RoundOf(int count, TimeSpan elapsed, TimeSpan before) => new(count / elapsed.TotalSeconds, (ProcessorTime() - before) / count);

    private TimeSpan ProcessorTime()
    {
        var services = _shop.AppHost.App()!.Resources.Where(resource => resource.Type == "Project").Select(resource => resource.Pid).OfType<int>();
        return services.Aggregate(TimeSpan.Zero, (sum, id) =>
        {
            using var process = Process.GetProcessById(id);
            return sum + process.TotalProcessorTime;
        });
    }
}
