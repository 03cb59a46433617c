using Google.Protobuf;

namespace Shop.Payments;

/// <summary>What becomes of a payment: its next version, the money that moved, and what the shop is told.</summary>
internal sealed record PaymentChange(StoredPayment Payment, IReadOnlyList<Movement> Movements, IReadOnlyList<IMessage> Events);
