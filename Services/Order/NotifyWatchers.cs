using Shop.Contracts.Order.V1;
using Shop.ServiceDefaults.Messaging;

namespace Shop.Orders;

/// <summary>Every replica hears of every order's moves, for those who watch it there.</summary>
internal sealed class NotifyWatchers(OrderChanges changes)
    : IIdempotentConsumer<OrderConfirmed>, IIdempotentConsumer<OrderCancelled>, IIdempotentConsumer<OrderShipped>, IIdempotentConsumer<OrderDelivered>, IIdempotentConsumer<OrderRefunded>
{
    public Task ConsumeAsync(OrderConfirmed message, MessageContext context, CancellationToken cancellationToken) => Notify(message.OrderId);

    public Task ConsumeAsync(OrderCancelled message, MessageContext context, CancellationToken cancellationToken) => Notify(message.OrderId);

    public Task ConsumeAsync(OrderShipped message, MessageContext context, CancellationToken cancellationToken) => Notify(message.OrderId);

    public Task ConsumeAsync(OrderDelivered message, MessageContext context, CancellationToken cancellationToken) => Notify(message.OrderId);

    public Task ConsumeAsync(OrderRefunded message, MessageContext context, CancellationToken cancellationToken) => Notify(message.OrderId);

    private Task Notify(string orderId)
    {
        changes.Notify(Guid.Parse(orderId));
        return Task.CompletedTask;
    }
}
