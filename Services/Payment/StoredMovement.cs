using Shop.Contracts.Payment.V1;

namespace Shop.Payments;

/// <summary>An entry of the ledger.</summary>
internal sealed record StoredMovement(long MovementId, PaymentMovementKind Kind, long Amount, Guid? RefundId, DateTimeOffset CreateTime);
