using Grpc.Core;
using Shop.Contracts.Catalog.V1;
using Shop.Contracts.Inventory.V1;

namespace Shop.Carts;

/// <summary>
/// Asks Catalog and Inventory about SKUs, both at once, and only for what it has not asked a moment ago. That one of them is away takes
/// nothing from the cart and keeps nobody waiting for long.
/// </summary>
internal sealed partial class FactFinder(
    CatalogService.CatalogServiceClient catalog, InventoryService.InventoryServiceClient inventory, RecentListings listings, RecentStock stock, TimeProvider time, ILogger<FactFinder> logger)
{
    // For what a cart can do without. What it cannot, a listing that is not known yet, has the patience of the client.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    // As many as both ask for at once.
    private const int BatchSize = 100;
    private readonly Outage _catalogOutage = new(time);
    private readonly Outage _inventoryOutage = new(time);

    public async ValueTask<Facts> FindAsync(IReadOnlyCollection<string> skus, CancellationToken cancellationToken)
    {
        var knownListings = new Dictionary<string, KnownListing?>(skus.Count, StringComparer.Ordinal);
        var knownStock = new Dictionary<string, int>(skus.Count, StringComparer.Ordinal);
        var unlisted = listings.Recall(skus, knownListings);
        var uncounted = stock.Recall(skus, knownStock);
        if (unlisted.Count + uncounted.Count > 0)
        {
            await Task.WhenAll(
                AskAsync("Catalog", _catalogOutage, unlisted, () => AskListingsAsync(unlisted, knownListings, isUrgent: false, cancellationToken)),
                AskAsync("Inventory", _inventoryOutage, uncounted, () => stock.AskAsync(uncounted, knownStock, BatchSize, AskStockAsync, cancellationToken)));
        }

        return new Facts(knownListings, knownStock);
    }

    /// <summary>The listing of one SKU; null when it is not sold. While Catalog is away, the last that is known here.</summary>
    /// <exception cref="RpcException">Catalog is away and the SKU is not known.</exception>
    public async ValueTask<KnownListing?> FindListingAsync(string sku, CancellationToken cancellationToken)
    {
        var known = new Dictionary<string, KnownListing?>(1, StringComparer.Ordinal);
        if (listings.Recall([sku], known).Count == 0)
        {
            return known[sku];
        }

        if (_catalogOutage.IsKnown && listings.LastKnown(sku) is { } last)
        {
            return last;
        }

        try
        {
            await AskListingsAsync([sku], known, isUrgent: true, cancellationToken);
            return known[sku];
        }
        catch (RpcException exception) when (IsAway(exception) && listings.LastKnown(sku) is { } lastKnown)
        {
            return lastKnown;
        }
    }

    public static bool IsAway(RpcException exception) => exception.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.ResourceExhausted or StatusCode.Internal;

    private async Task AskAsync(string service, Outage outage, IReadOnlyList<string> skus, Func<Task> askAsync)
    {
        if (skus.Count == 0 || !outage.MayAsk())
        {
            return;
        }

        try
        {
            await askAsync();
            outage.End();
        }
        catch (RpcException exception) when (IsAway(exception))
        {
            outage.Begin();
            LogAway(service, exception.StatusCode, exception.Status.Detail);
        }
    }

    private Task AskListingsAsync(IReadOnlyList<string> skus, Dictionary<string, KnownListing?> known, bool isUrgent, CancellationToken cancellationToken) =>
        listings.AskAsync(skus, known, BatchSize, batch => AskListingsAsync(batch, isUrgent ? null : Deadline), cancellationToken);

    private async Task<IReadOnlyDictionary<string, KnownListing?>> AskListingsAsync(string[] skus, DateTime? deadline)
    {
        var response = await catalog.BatchGetVariantsAsync(new BatchGetVariantsRequest { Skus = { skus } }, deadline: deadline);
        var found = response.Listings.ToDictionary(listing => listing.Variant.Sku, KnownListing.Of, StringComparer.Ordinal);
        return skus.ToDictionary(sku => sku, found.GetValueOrDefault, StringComparer.Ordinal);
    }

    private async Task<IReadOnlyDictionary<string, int>> AskStockAsync(string[] skus)
    {
        var response = await inventory.BatchGetStockAsync(new BatchGetStockRequest { Skus = { skus } }, deadline: Deadline);
        var found = response.Stocks.ToDictionary(entry => entry.Sku, entry => entry.AvailableQuantity, StringComparer.Ordinal);
        return skus.ToDictionary(sku => sku, found.GetValueOrDefault, StringComparer.Ordinal);
    }

    private DateTime Deadline => time.GetUtcNow().UtcDateTime + Patience;

    [LoggerMessage(LogLevel.Warning, "{Service} is away, the cart shows what it last knew: {StatusCode} {Reason}")]
    private partial void LogAway(string service, StatusCode statusCode, string reason);
}
