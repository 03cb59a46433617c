using Shop.Contracts.Order.V1;
using Shop.Contracts.Payment.V1;
using Shop.ServiceDefaults.Messaging;

namespace Shop.Orders;

/// <summary>The payment of an order was refused. Without an inbox: the order's state tells a repeat.</summary>
internal sealed class CancelDeclinedOrder(OrderSaga saga) : IIdempotentConsumer<PaymentDeclined>
{
    public Task ConsumeAsync(PaymentDeclined message, MessageContext context, CancellationToken cancellationToken) =>
        saga.UnpaidAsync(Guid.Parse(message.OrderId), CancelReason.PaymentDeclined, cancellationToken);
}
