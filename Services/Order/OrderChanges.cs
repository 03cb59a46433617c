using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Shop.Orders;

/// <summary>Those who watch orders on this replica, and how they are woken.</summary>
internal sealed class OrderChanges
{
    private readonly ConcurrentDictionary<Guid, ImmutableList<OrderSubscription>> _watchers = new();

    /// <summary>The orders that somebody watches here.</summary>
    public Guid[] Watched => [.. _watchers.Keys];

    /// <summary>Something has happened to the order; several times at once count once.</summary>
    /// <param name="orderId">The order.</param>
    /// <param name="revision">Its revision now, where that is known: those who have seen it sleep on.</param>
    public void Notify(Guid orderId, int revision = int.MaxValue)
    {
        foreach (var watcher in _watchers.GetValueOrDefault(orderId, []))
        {
            watcher.Wake(revision);
        }
    }

    /// <summary>Watches an order until disposed.</summary>
    public OrderSubscription Watch(Guid orderId)
    {
        var subscription = new OrderSubscription(this, orderId);
        _watchers.AddOrUpdate(orderId, [subscription], (_, watchers) => watchers.Add(subscription));
        return subscription;
    }

    internal void Remove(OrderSubscription subscription)
    {
        var left = _watchers.AddOrUpdate(subscription.OrderId, [], (_, watchers) => watchers.Remove(subscription));
        if (left.IsEmpty)
        {
            _watchers.TryRemove(KeyValuePair.Create(subscription.OrderId, left));
        }
    }
}
