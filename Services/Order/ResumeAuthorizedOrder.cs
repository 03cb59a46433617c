using Shop.Contracts.Payment.V1;
using Shop.ServiceDefaults.Messaging;

namespace Shop.Orders;

/// <summary>The money for an order is held. Without an inbox: the order's state tells a repeat.</summary>
internal sealed class ResumeAuthorizedOrder(OrderSaga saga) : IIdempotentConsumer<PaymentAuthorized>
{
    public Task ConsumeAsync(PaymentAuthorized message, MessageContext context, CancellationToken cancellationToken) =>
        saga.AuthorizedAsync(Guid.Parse(message.OrderId), cancellationToken);
}
