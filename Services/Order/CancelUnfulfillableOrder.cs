using Shop.Contracts.Inventory.V1;
using Shop.Contracts.Order.V1;
using Shop.ServiceDefaults.Messaging;

namespace Shop.Orders;

/// <summary>The order's reservation had expired and its stock is gone, so the order can't be kept.</summary>
internal sealed class CancelUnfulfillableOrder(OrderStore store, TimeProvider time) : IIdempotentConsumer<ReservationFailed>
{
    public async Task ConsumeAsync(ReservationFailed message, MessageContext context, CancellationToken cancellationToken) =>
        _ = await store.ChangeAsync(Guid.Parse(message.OrderId), order => OrderDecisions.GiveUp(order, CancelReason.OutOfStock, time.GetStoredUtcNow()), cancellationToken)
            ?? throw new InvalidOperationException($"There is no order {message.OrderId}.");
}
