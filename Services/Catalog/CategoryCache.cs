namespace Shop.Catalog;

/// <summary>
/// The categories as they were read last. Counting what is in them takes a walk through all listings, so it is done at most once
/// a second, however often products change and however many ask: that old may a count be, and a category's name should the
/// event of its change have been lost.
/// </summary>
internal sealed class CategoryCache(CatalogStore store, TimeProvider time)
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(1);
    private readonly Lock _gate = new();
    private Task<CategoryTree>? _reading;
    private DateTimeOffset _readTime;

    /// <summary>The tree.</summary>
    public Task<CategoryTree> ReadAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            if (_reading is null || _reading.IsFaulted || (_reading.IsCompleted && now - _readTime > MaxAge))
            {
                _readTime = now;
                // Not by the caller's token: others wait for it, too.
                _reading = store.ReadTreeAsync(CancellationToken.None);
            }

            return _reading.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Reads anew next time.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            _reading = null;
        }
    }
}
