using Shop.Contracts.Payment.V1;

namespace Shop.Payments;

/// <summary>An entry of the ledger to be.</summary>
internal sealed record Movement(PaymentMovementKind Kind, long Amount, Guid? RefundId = null);
