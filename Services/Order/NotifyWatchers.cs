using Shop.Contracts.Order.V1;
using Shop.ServiceDefaults.Messaging;

namespace Shop.Orders;

/// <summary>Every replica hears of every order's moves, for those who watch it there, and so that it does not rely on what is older.</summary>
internal sealed class NotifyWatchers(OrderChanges changes, RecentOrders recent)
    : IIdempotentConsumer<OrderConfirmed>, IIdempotentConsumer<OrderCancelled>, IIdempotentConsumer<OrderShipped>, IIdempotentConsumer<OrderDelivered>, IIdempotentConsumer<OrderRefunded>
{
    public Task ConsumeAsync(OrderConfirmed message, MessageContext context, CancellationToken cancellationToken) => Notify(message.OrderId);

    public Task ConsumeAsync(OrderCancelled message, MessageContext context, CancellationToken cancellationToken) => Notify(message.OrderId);

    public Task ConsumeAsync(OrderShipped message, MessageContext context, CancellationToken cancellationToken) => Notify(message.OrderId);

    public Task ConsumeAsync(OrderDelivered message, MessageContext context, CancellationToken cancellationToken) => Notify(message.OrderId);

    public Task ConsumeAsync(OrderRefunded message, MessageContext context, CancellationToken cancellationToken) => Notify(message.OrderId);

    private Task Notify(string orderId)
    {
        var id = Guid.Parse(orderId);
        recent.Take(id);
        changes.Notify(id);
        return Task.CompletedTask;
    }
}
