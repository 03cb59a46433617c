using Shop.Contracts.Inventory.V1;
using Shop.ServiceDefaults.Messaging;

namespace Shop.Orders;

/// <summary>The order's stock is committed. As no payment has to be waited for yet, that makes it certain.</summary>
internal sealed class ConfirmOrder(OrderStore store, TimeProvider time) : IIdempotentConsumer<ReservationCommitted>
{
    public async Task ConsumeAsync(ReservationCommitted message, MessageContext context, CancellationToken cancellationToken) =>
        _ = await store.ChangeAsync(Guid.Parse(message.OrderId), order => OrderDecisions.Confirm(order, time.GetStoredUtcNow()), cancellationToken)
            ?? throw new InvalidOperationException($"There is no order {message.OrderId}.");
}
