using Shop.Contracts.Order.V1;
using Shop.ServiceDefaults.Messaging;

namespace Shop.Payments;

/// <summary>An order will not be fulfilled: none of its money may stay with the shop, wherever its payment stands.</summary>
internal sealed class VoidCancelledOrder(PaymentStore store, PaymentDriver driver) : IIdempotentConsumer<OrderCancelled>
{
    public Task ConsumeAsync(OrderCancelled message, MessageContext context, CancellationToken cancellationToken)
    {
        var (orderId, total) = (Guid.Parse(message.OrderId), message.Total);
        return driver.WantAsync(
            lease => store.WantAsync(batch => PaymentSql.AppendCancel(batch, orderId, total.CurrencyCode, total.MinorUnits, lease), cancellationToken),
            cancellationToken);
    }
}
