using Google.Protobuf;
using Shop.Contracts.Order.V1;
using Shop.ServiceDefaults.Messaging;

namespace Shop.Orders;

/// <summary>Locks an order, has somebody decide, and stores what was decided with the event that tells of it.</summary>
internal static class OrderTransition
{
    public static async Task RunAsync(string orderId, Func<Order, (Order Order, IMessage Event)?> decide, ConsumeContext context, CancellationToken cancellationToken)
    {
        OrderSql.AppendSelectForUpdate(context.Batch, Guid.Parse(orderId));
        Order? order;
        await using (var reader = await context.ReadAsync(cancellationToken))
        {
            order = await OrderSql.ReadAsync(reader, cancellationToken);
        }

        // Inventory only tells of orders that were placed; one that is not here will not come by waiting.
        if (order is null)
        {
            throw new InvalidOperationException($"There is no order {orderId}.");
        }

        if (decide(order) is { } decision)
        {
            OrderSql.AppendMove(context.Batch, decision.Order);
            context.Publish(decision.Event);
        }
    }
}
