using Shop.Contracts.Order.V1;
using Shop.ServiceDefaults.Messaging;

namespace Shop.Carts;

/// <summary>An order was accepted: exactly what it ordered leaves the cart. The script recognises an order that is told of again.</summary>
internal sealed class TakeOffOrdered(CartStore store) : IIdempotentConsumer<OrderPlaced>
{
    public Task ConsumeAsync(OrderPlaced message, MessageContext context, CancellationToken cancellationToken) => store.TakeOffAsync(
        message.OwnerId, message.OrderId, message.PlaceTime?.ToDateTimeOffset() ?? context.OccurTime, message.Lines.Select(line => (line.Sku, line.Quantity)));
}
