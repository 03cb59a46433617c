using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Shop.Contracts.Payment.V1;

namespace Shop.Payments;

/// <summary>What is stored, as the contract says it.</summary>
internal static class Contract
{
    public static Payment ToMessage(StoredPayment payment, IReadOnlyList<StoredMovement> movements) => new()
    {
        OrderId = payment.OrderId.ToString(),
        State = payment.State,
        Amount = PaymentEvents.Money(payment, payment.Amount),
        CapturedTotal = PaymentEvents.Money(payment, payment.CapturedTotal),
        RefundedTotal = PaymentEvents.Money(payment, payment.RefundedTotal),
        DeclineReason = payment.DeclineReason,
        ProviderPaymentId = payment.ProviderPaymentId,
        Movements = { movements.Select(movement => ToMessage(payment, movement)) },
        CreateTime = payment.CreateTime.ToTimestamp(),
        UpdateTime = payment.UpdateTime.ToTimestamp(),
    };

    private static PaymentMovement ToMessage(StoredPayment payment, StoredMovement movement) => new()
    {
        MovementId = movement.MovementId.ToString(CultureInfo.InvariantCulture),
        Kind = movement.Kind,
        Amount = PaymentEvents.Money(payment, movement.Amount),
        RefundId = movement.RefundId is { } refundId ? PaymentEvents.RefundId(payment.OrderId, refundId) : "",
        CreateTime = movement.CreateTime.ToTimestamp(),
    };
}
