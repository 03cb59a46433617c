using Shop.Contracts.Catalog.V1;

namespace Shop.Catalog;

/// <summary>
/// One caller's view of the changes. What it has been told is remembered by the place in the stream: up to there everything has
/// been told, and of what is beyond (transactions that ended while earlier ones were still open) the versions that have been.
/// </summary>
internal sealed class ProductWatch(CatalogStore store, ProductCache cache, Guid[] productIds)
{
    private Dictionary<Guid, long> _told = [];

    /// <summary>Up to where everything has been told.</summary>
    public ChangePosition Position { get; private set; } = new(0, Guid.Empty);

    /// <summary>Begins now: what has happened until now is taken for told.</summary>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        Position = new ChangePosition(await store.ReadHorizonAsync(cancellationToken), Guid.Empty);
        await foreach (var _ in ReadAsync(cancellationToken))
        {
            // Taken for told by being read.
        }
    }

    /// <summary>Goes on where a former stream broke off.</summary>
    /// <returns>False when that place is none of this database's: it was restored since.</returns>
    public async Task<bool> ResumeAsync(ChangePosition position, CancellationToken cancellationToken)
    {
        Position = position;
        return position.TransactionId <= await store.ReadHorizonAsync(cancellationToken);
    }

    /// <summary>What has changed since, each product as it is now; ends when all has been told.</summary>
    public async IAsyncEnumerable<(WatchProductsResponse Change, ChangePosition Safe)> TellAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var (changes, safe) in ReadAsync(cancellationToken))
        {
            var products = await cache.FindAllAsync(changes.Select(change => ProductKey.OfId(change.Position.ProductId)), cancellationToken);
            foreach (var change in changes)
            {
                var product = products.GetValueOrDefault(ProductKey.OfId(change.Position.ProductId))?.Product;
                if (product?.Status == ProductStatus.Active)
                {
                    yield return (new WatchProductsResponse { Product = product }, ChangePosition.Min(change.Position, safe));
                }
                else if (change.WasActive)
                {
                    yield return (new WatchProductsResponse { RemovedProductId = change.Position.ProductId.ToString() }, ChangePosition.Min(change.Position, safe));
                }
            }
        }
    }

    // One round: pages of what has not been told, and how far each may be resumed from.
    private async IAsyncEnumerable<(List<ChangedProduct> Changes, ChangePosition Safe)> ReadAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var horizon = new ChangePosition(await store.ReadHorizonAsync(cancellationToken), Guid.Empty);
        var (told, at) = (new Dictionary<Guid, long>(), Position);
        List<ChangedProduct> page;
        do
        {
            page = await store.ReadChangesAsync(at, productIds, cancellationToken);
            at = page.Count > 0 ? page[^1].Position : at;
            var untold = page.FindAll(change => _told.GetValueOrDefault(change.Position.ProductId, -1) != change.Version);
            // What the cache knows may be from before the change, whose event is still on its way.
            untold.ForEach(change => cache.Forget(change.Position.ProductId));
            yield return (untold, horizon);
            foreach (var change in page.Where(change => change.Position.TransactionId >= horizon.TransactionId))
            {
                told[change.Position.ProductId] = change.Version;
            }
        }
        while (page.Count == CatalogStore.ChangesAtOnce);

        _told = told;
        Position = ChangePosition.Min(at, horizon);
    }
}
