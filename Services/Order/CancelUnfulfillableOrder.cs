using Shop.Contracts.Inventory.V1;
using Shop.Contracts.Order.V1;
using Shop.ServiceDefaults.Messaging;

namespace Shop.Orders;

/// <summary>The order's reservation had expired and its stock is gone, so the order can't be kept.</summary>
internal sealed class CancelUnfulfillableOrder(TimeProvider time) : IConsumer<ReservationFailed>
{
    public Task ConsumeAsync(ReservationFailed message, ConsumeContext context, CancellationToken cancellationToken) =>
        OrderTransition.RunAsync(message.OrderId, order => OrderDecisions.Cancel(order, CancelReason.OutOfStock, time.GetUtcNow()), context, cancellationToken);
}
