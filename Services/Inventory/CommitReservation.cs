using Google.Protobuf.WellKnownTypes;
using Shop.Contracts.Inventory.V1;
using Shop.Contracts.Order.V1;
using Shop.ServiceDefaults.Messaging;

namespace Shop.Inventory;

/// <summary>An order was placed, and no payment has to be waited for yet: its stock leaves the shelf, and Order hears whether it did.</summary>
internal sealed class CommitReservation(TimeProvider time) : IConsumer<OrderPlaced>
{
    public async Task ConsumeAsync(OrderPlaced message, ConsumeContext context, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var outcome = await ReservationMoves.CommitAsync(context, Guid.Parse(message.OrderId), now, cancellationToken);
        switch (outcome)
        {
            case CommitOutcome.Committed committed:
                context.Publish(new ReservationCommitted { OrderId = message.OrderId, Lines = { Contract.LinesOf(committed.Reservation) }, CommitTime = now.ToTimestamp() });
                break;
            case CommitOutcome.OutOfStock outOfStock:
                context.Publish(Failed(message, ReservationFailureReason.OutOfStock, now, outOfStock.Shortages));
                break;
            case CommitOutcome.Released:
                context.Publish(Failed(message, ReservationFailureReason.Released, now, []));
                break;
            default:
                // Order reserves before it places; without a reservation this is not an order of ours, and no retry makes it one.
                throw new InvalidOperationException($"Order {message.OrderId} was placed without a reservation.");
        }
    }

    private static ReservationFailed Failed(OrderPlaced order, ReservationFailureReason reason, DateTimeOffset now, IReadOnlyList<Shortage> shortages) => new()
    {
        OrderId = order.OrderId,
        Reason = reason,
        Shortages = { shortages.Select(shortage => new StockShortage { Sku = shortage.Sku, RequestedQuantity = shortage.Requested, AvailableQuantity = shortage.Available }) },
        FailTime = now.ToTimestamp(),
    };
}
