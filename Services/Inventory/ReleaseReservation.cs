using Shop.Contracts.Order.V1;
using Shop.ServiceDefaults.Messaging;

namespace Shop.Inventory;

/// <summary>An order was cancelled: what it held or took can be sold again.</summary>
internal sealed class ReleaseReservation(TimeProvider time) : IConsumer<OrderCancelled>
{
    public Task ConsumeAsync(OrderCancelled message, ConsumeContext context, CancellationToken cancellationToken) =>
        ReservationMoves.ReleaseAsync(context, Guid.Parse(message.OrderId), time.GetUtcNow(), cancellationToken);
}
