using Shop.Contracts.Order.V1;
using Shop.ServiceDefaults.Messaging;

namespace Shop.Payments;

/// <summary>An order was placed: its money is to be held.</summary>
internal sealed class AuthorizePlacedOrder(PaymentStore store, PaymentDriver driver) : IIdempotentConsumer<OrderPlaced>
{
    public Task ConsumeAsync(OrderPlaced message, MessageContext context, CancellationToken cancellationToken)
    {
        var (orderId, total) = (Guid.Parse(message.OrderId), message.Total);
        return driver.WantAsync(
            lease => store.WantAsync(batch => PaymentSql.AppendPlace(batch, orderId, total.CurrencyCode, total.MinorUnits, message.PaymentToken, lease), cancellationToken),
            cancellationToken);
    }
}
