using System.Collections.Concurrent;
using Grpc.Core;
using Shop.Contracts.Payment.V1;
using Shop.ServiceDefaults.Grpc;

namespace Shop.Tests.Integration.Orders;

/// <summary>Payment, as its contract describes it to Order: what a test says of each order, and what Order's events make of it.</summary>
internal sealed class MoneyModel : PaymentService.PaymentServiceBase
{
    private readonly ConcurrentDictionary<string, PaymentState> _payments = new();

    public bool IsAway { get; set; }

    public PaymentState this[string orderId]
    {
        get => _payments.GetValueOrDefault(orderId);
        set => _payments[orderId] = value;
    }

    /// <summary>What Payment does when it hears that an order is confirmed: never after a cancellation.</summary>
    public void Capture(string orderId) => _payments.AddOrUpdate(orderId, PaymentState.Captured, (_, state) => state == PaymentState.Authorized ? PaymentState.Captured : state);

    /// <summary>What Payment does when it hears that an order is cancelled.</summary>
    public void Undo(string orderId) => _payments.AddOrUpdate(orderId, PaymentState.Voided, (_, state) => state switch
    {
        PaymentState.Captured => PaymentState.Refunded,
        PaymentState.Declined => PaymentState.Declined,
        _ => PaymentState.Voided,
    });

    public override Task<Payment> GetPayment(GetPaymentRequest request, ServerCallContext context) => IsAway
        ? throw ShopErrors.Unavailable("STORE_UNAVAILABLE", "away")
        : _payments.TryGetValue(request.OrderId, out var state)
            ? Task.FromResult(new Payment { OrderId = request.OrderId, State = state })
            : throw ShopErrors.NotFound("payment", request.OrderId);
}
