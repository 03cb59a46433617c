using Shop.Contracts.Order.V1;
using Shop.ServiceDefaults.Messaging;

namespace Shop.Payments;

/// <summary>A part of an order is refunded: its money is to be given back, once it was taken.</summary>
internal sealed class GiveBackRefund(PaymentStore store, PaymentDriver driver) : IIdempotentConsumer<OrderRefunded>
{
    public Task ConsumeAsync(OrderRefunded message, MessageContext context, CancellationToken cancellationToken)
    {
        var orderId = Guid.Parse(message.OrderId);
        var refund = new StoredRefund(Guid.Parse(message.Refund.RefundId), message.Refund.Amount.MinorUnits, RefundState.Wanted);
        return refund.Amount == 0
            ? Task.CompletedTask
            : driver.WantAsync(
                lease => store.WantAsync(batch => PaymentSql.AppendRefund(batch, orderId, message.Refund.Amount.CurrencyCode, refund, lease), cancellationToken),
                cancellationToken);
    }
}
