using System.Collections.Concurrent;
using Shop.Contracts.Order.V1;

namespace Shop.Orders;

/// <summary>
/// The orders that this replica accepted a moment ago: most come to their payment before anything else happens to them, so they need not be
/// read again. One that has changed meanwhile is found out when it is written, by its revision, and then it is read.
/// </summary>
internal sealed class RecentOrders
{
    private const int Capacity = 4096;

    private readonly ConcurrentDictionary<Guid, Order> _orders = new();
    private readonly ConcurrentQueue<Guid> _order = new();

    public void Add(Guid orderId, Order order)
    {
        if (_orders.TryAdd(orderId, order))
        {
            _order.Enqueue(orderId);
            if (_order.Count > Capacity && _order.TryDequeue(out var oldest))
            {
                _orders.TryRemove(oldest, out _);
            }
        }
    }

    /// <summary>The order as it was accepted, once: whoever comes again has a reason to look.</summary>
    public Order? Take(Guid orderId) => _orders.TryRemove(orderId, out var order) ? order : null;
}
