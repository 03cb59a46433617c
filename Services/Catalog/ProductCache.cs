using System.Collections.Concurrent;

namespace Shop.Catalog;

/// <summary>
/// Products as they were read last, in this process. A change anywhere in the shop is forgotten here as soon as its event comes,
/// within milliseconds; should the event be lost with the broker, nothing is older than <see cref="MaxAge"/>. Many who ask for
/// the same at once wait for one reading.
/// </summary>
internal sealed class ProductCache(CatalogStore store, TimeProvider time, int capacity = 10_000)
{
    /// <summary>
    /// What a lost event can cost: so long may a price that was changed still be answered. Nobody is charged by surprise for it,
    /// an order is only accepted at the total that its buyer expects.
    /// </summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(5);

    private readonly ProductShelf _shelf = new(capacity);
    private readonly Lock _gate = new();

    // Readings that are under way. Replaced whenever something is forgotten: what was read before must neither be kept nor be
    // given to those who ask after.
    private volatile ConcurrentDictionary<ProductKey, Task<CachedProduct?>> _readings = new();

    /// <summary>A product, whatever its status; null when there is none.</summary>
    public ValueTask<CachedProduct?> FindAsync(ProductKey key, CancellationToken cancellationToken) =>
        Hit(key) is { } product ? new(product) : new(ReadOneAsync(key, cancellationToken));

    /// <summary>Products by the keys they were asked for; keys that name none are left out.</summary>
    public async Task<IReadOnlyDictionary<ProductKey, CachedProduct>> FindAllAsync(IEnumerable<ProductKey> keys, CancellationToken cancellationToken)
    {
        var found = new Dictionary<ProductKey, CachedProduct>();
        var missing = new List<ProductKey>();
        foreach (var key in keys)
        {
            if (Hit(key) is { } product)
            {
                found[key] = product;
            }
            else
            {
                missing.Add(key);
            }
        }

        foreach (var (key, reading) in Read(missing))
        {
            if (await reading.WaitAsync(cancellationToken) is { } product)
            {
                found[key] = product;
            }
        }

        return found;
    }

    /// <summary>Forgets a product, unless what is known is of this revision or a later one.</summary>
    public void Forget(Guid id, long revision = long.MaxValue)
    {
        lock (_gate)
        {
            _readings = new();
            if (_shelf.Find(id) is { } known && known.Revision < revision)
            {
                _shelf.Remove(id);
            }
        }
    }

    private async Task<CachedProduct?> ReadOneAsync(ProductKey key, CancellationToken cancellationToken) =>
        await Read([key])[0].Reading.WaitAsync(cancellationToken);

    private CachedProduct? Hit(ProductKey key)
    {
        var product = _shelf.Find(key, out var isOld);
        if (product is null || time.GetUtcNow() - product.ReadTime > MaxAge)
        {
            return null;
        }

        if (isOld)
        {
            lock (_gate)
            {
                // Unless it was forgotten in the meantime.
                if (_shelf.Find(product.Id) == product)
                {
                    _shelf.Put(product);
                }
            }
        }

        return product;
    }

    // Joins the readings that are under way, and begins one for all the others.
    private List<(ProductKey Key, Task<CachedProduct?> Reading)> Read(List<ProductKey> keys)
    {
        var readings = _readings;
        var all = new List<(ProductKey, Task<CachedProduct?>)>(keys.Count);
        var own = new List<(ProductKey, TaskCompletionSource<CachedProduct?>)>();
        foreach (var key in keys)
        {
            var completion = new TaskCompletionSource<CachedProduct?>(TaskCreationOptions.RunContinuationsAsynchronously);
            var reading = readings.GetOrAdd(key, completion.Task);
            all.Add((key, reading));
            if (reading == completion.Task)
            {
                own.Add((key, completion));
            }
        }

        if (own.Count > 0)
        {
            _ = ReadAsync(readings, own);
        }

        return all;
    }

    // Not by the token of the caller who happened to be first: others wait for it, too. It never fails itself; the readings do.
    private async Task ReadAsync(
        ConcurrentDictionary<ProductKey, Task<CachedProduct?>> readings, List<(ProductKey Key, TaskCompletionSource<CachedProduct?> Completion)> own)
    {
        try
        {
            var start = time.GetUtcNow();
            var products = await store.FindProductsAsync(
                [.. own.Where(one => one.Key.Id is not null).Select(one => one.Key.Id!.Value)],
                [.. own.Where(one => one.Key.Slug is not null).Select(one => one.Key.Slug!)],
                [.. own.Where(one => one.Key.Sku is not null).Select(one => one.Key.Sku!)],
                CancellationToken.None);
            var read = products.Select(product => new CachedProduct(product, start)).ToList();
            Keep(readings, read);
            own.ForEach(one => one.Completion.TrySetResult(read.Find(product => product.Is(one.Key))));
        }
        catch (Exception exception)
        {
            own.ForEach(one => one.Completion.TrySetException(exception));
        }
        finally
        {
            own.ForEach(one => readings.TryRemove(one.Key, out _));
        }
    }

    private void Keep(ConcurrentDictionary<ProductKey, Task<CachedProduct?>> readings, List<CachedProduct> products)
    {
        lock (_gate)
        {
            if (readings == _readings)
            {
                products.ForEach(_shelf.Put);
            }
        }
    }
}
