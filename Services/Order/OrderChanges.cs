using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Threading.Channels;

namespace Shop.Orders;

/// <summary>Wakes those who watch an order on this replica.</summary>
internal sealed class OrderChanges
{
    private readonly ConcurrentDictionary<Guid, ImmutableList<Channel<bool>>> _watchers = new();

    /// <summary>Something has happened to the order; several times at once count once.</summary>
    public void Notify(Guid orderId)
    {
        foreach (var watcher in _watchers.GetValueOrDefault(orderId, []))
        {
            watcher.Writer.TryWrite(true);
        }
    }

    /// <summary>Watches an order until disposed.</summary>
    public Subscription Watch(Guid orderId) => new(this, orderId);

    internal sealed class Subscription : IDisposable
    {
        private readonly Channel<bool> _signals = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        private readonly OrderChanges _changes;
        private readonly Guid _orderId;

        public Subscription(OrderChanges changes, Guid orderId)
        {
            (_changes, _orderId) = (changes, orderId);
            changes._watchers.AddOrUpdate(orderId, [_signals], (_, watchers) => watchers.Add(_signals));
        }

        /// <summary>Waits for the next change, or for the longest wait to pass: a signal may be lost with the broker, so look anyway.</summary>
        public async Task WaitAsync(TimeSpan longest, TimeProvider time, CancellationToken cancellationToken)
        {
            using var limit = new CancellationTokenSource(longest, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
            try
            {
                await _signals.Reader.ReadAsync(either.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // The longest wait has passed.
            }
        }

        public void Dispose()
        {
            var left = _changes._watchers.AddOrUpdate(_orderId, [], (_, watchers) => watchers.Remove(_signals));
            if (left.IsEmpty)
            {
                _changes._watchers.TryRemove(KeyValuePair.Create(_orderId, left));
            }
        }
    }
}
