using System.Collections.Concurrent;

namespace Shop.Catalog;

/// <summary>Wakes those who watch products on this replica.</summary>
internal sealed class ProductWatchers
{
    private readonly ConcurrentDictionary<Subscription, bool> _subscriptions = new();

    /// <summary>Something has happened to a product; several times at once count once.</summary>
    public void Notify(Guid productId)
    {
        foreach (var (subscription, _) in _subscriptions)
        {
            subscription.Notify(productId);
        }
    }

    /// <summary>Watches products until disposed; all when none is named.</summary>
    public Subscription Watch(IReadOnlyCollection<Guid> productIds) => new(_subscriptions, productIds);

    internal sealed class Subscription : IDisposable
    {
        private readonly SemaphoreSlim _signal = new(0, 1);
        private readonly ConcurrentDictionary<Subscription, bool> _all;
        private readonly HashSet<Guid> _productIds;

        public Subscription(ConcurrentDictionary<Subscription, bool> all, IReadOnlyCollection<Guid> productIds)
        {
            (_all, _productIds) = (all, [.. productIds]);
            _all.TryAdd(this, value: true);
        }

        public void Notify(Guid productId)
        {
            if (_productIds.Count > 0 && !_productIds.Contains(productId))
            {
                return;
            }

            lock (_signal)
            {
                if (_signal.CurrentCount == 0)
                {
                    _signal.Release();
                }
            }
        }

        /// <summary>Waits for the next change, or for the longest wait to pass: a signal may be lost with the broker, so look anyway.</summary>
        public Task WaitAsync(TimeSpan longest, CancellationToken cancellationToken) => _signal.WaitAsync(longest, cancellationToken);

        // The semaphore has no handle that would need to be disposed, and somebody may be about to signal it.
        public void Dispose() => _all.TryRemove(this, out _);
    }
}
