using Shop.Contracts.Order.V1;
using Shop.ServiceDefaults.Messaging;

namespace Shop.Payments;

/// <summary>An order is certain: its money is to be taken.</summary>
internal sealed class CaptureConfirmedOrder(PaymentStore store, PaymentDriver driver) : IIdempotentConsumer<OrderConfirmed>
{
    public Task ConsumeAsync(OrderConfirmed message, MessageContext context, CancellationToken cancellationToken)
    {
        var (orderId, total) = (Guid.Parse(message.OrderId), message.Total);
        return driver.WantAsync(
            lease => store.WantAsync(batch => PaymentSql.AppendConfirm(batch, orderId, total.CurrencyCode, total.MinorUnits, lease), cancellationToken),
            cancellationToken);
    }
}
