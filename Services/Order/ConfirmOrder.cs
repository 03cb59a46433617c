using Shop.Contracts.Inventory.V1;
using Shop.ServiceDefaults.Messaging;

namespace Shop.Orders;

/// <summary>The order's stock is committed. As no payment has to be waited for yet, that makes it certain.</summary>
internal sealed class ConfirmOrder(TimeProvider time) : IConsumer<ReservationCommitted>
{
    public Task ConsumeAsync(ReservationCommitted message, ConsumeContext context, CancellationToken cancellationToken) =>
        OrderTransition.RunAsync(message.OrderId, order => OrderDecisions.Confirm(order, time.GetUtcNow()), context, cancellationToken);
}
