using Google.Protobuf.WellKnownTypes;
using Shop.Contracts.Payment.V1;
using Shop.Contracts.Types.V1;

namespace Shop.Payments;

/// <summary>What the rest of the shop is told of a payment.</summary>
internal static class PaymentEvents
{
    public static PaymentAuthorized Authorized(StoredPayment payment, DateTimeOffset now) =>
        new() { OrderId = payment.OrderId.ToString(), Amount = Money(payment, payment.Amount), AuthorizeTime = now.ToTimestamp() };

    public static PaymentDeclined Declined(StoredPayment payment, DateTimeOffset now) =>
        new() { OrderId = payment.OrderId.ToString(), Reason = payment.DeclineReason, DeclineTime = now.ToTimestamp() };

    public static PaymentCaptured Captured(StoredPayment payment, DateTimeOffset now) =>
        new() { OrderId = payment.OrderId.ToString(), Amount = Money(payment, payment.CapturedTotal), CaptureTime = now.ToTimestamp() };

    public static PaymentVoided Voided(StoredPayment payment, DateTimeOffset now) =>
        new() { OrderId = payment.OrderId.ToString(), Amount = Money(payment, payment.Authorized ? payment.Amount : 0), VoidTime = now.ToTimestamp() };

    public static PaymentRefunded Refunded(StoredPayment payment, ProviderRefund refund, DateTimeOffset now) => new()
    {
        OrderId = payment.OrderId.ToString(),
        RefundId = RefundId(payment.OrderId, refund.RefundId),
        Amount = Money(payment, refund.Amount),
        RefundedTotal = Money(payment, payment.RefundedTotal),
        RefundTime = now.ToTimestamp(),
    };

    /// <summary>A refund's id as the contract has it: none when it is the whole of a cancelled order.</summary>
    public static string RefundId(Guid orderId, Guid refundId) => refundId == orderId ? "" : refundId.ToString();

    public static Money Money(StoredPayment payment, long minorUnits) => new() { CurrencyCode = payment.CurrencyCode, MinorUnits = minorUnits };
}
