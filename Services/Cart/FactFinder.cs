using Grpc.Core;
using Shop.Contracts.Catalog.V1;
using Shop.Contracts.Inventory.V1;

namespace Shop.Carts;

/// <summary>Asks both at once. That one of them is away takes nothing from the cart.</summary>
internal sealed partial class FactFinder(CatalogService.CatalogServiceClient catalog, InventoryService.InventoryServiceClient inventory, ILogger<FactFinder> logger)
{
    public async Task<Facts> FindAsync(IReadOnlyCollection<string> skus, CancellationToken cancellationToken)
    {
        if (skus.Count == 0)
        {
            return new Facts(new Dictionary<string, KnownListing>(), new Dictionary<string, int>());
        }

        var listings = OrNullAsync("Catalog", ListingsAsync(skus, cancellationToken));
        var stock = OrNullAsync("Inventory", StockAsync(skus, cancellationToken));
        return new Facts(await listings, await stock);
    }

    /// <summary>The listing of one SKU; null when it is not sold.</summary>
    /// <exception cref="RpcException">Catalog is away.</exception>
    public async Task<KnownListing?> FindListingAsync(string sku, CancellationToken cancellationToken) =>
        (await ListingsAsync([sku], cancellationToken)).GetValueOrDefault(sku);

    private async Task<IReadOnlyDictionary<string, KnownListing>> ListingsAsync(IReadOnlyCollection<string> skus, CancellationToken cancellationToken)
    {
        var response = await catalog.BatchGetVariantsAsync(new BatchGetVariantsRequest { Skus = { skus } }, cancellationToken: cancellationToken);
        return response.Listings.ToDictionary(listing => listing.Variant.Sku, KnownListing.Of);
    }

    private async Task<IReadOnlyDictionary<string, int>> StockAsync(IReadOnlyCollection<string> skus, CancellationToken cancellationToken)
    {
        var response = await inventory.BatchGetStockAsync(new BatchGetStockRequest { Skus = { skus } }, cancellationToken: cancellationToken);
        return response.Stocks.ToDictionary(stock => stock.Sku, stock => stock.AvailableQuantity);
    }

    private async Task<T?> OrNullAsync<T>(string service, Task<T> question) where T : class
    {
        try
        {
            return await question;
        }
        catch (RpcException exception) when (exception.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.ResourceExhausted or StatusCode.Internal)
        {
            LogAway(service, exception.StatusCode, exception.Status.Detail);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Service} is away, the cart shows what it last knew: {StatusCode} {Reason}")]
    private partial void LogAway(string service, StatusCode statusCode, string reason);
}
