using Shop.Contracts.Payment.V1;

namespace Shop.Payments;

/// <summary>A payment as it is stored. See the columns of the table.</summary>
internal sealed record StoredPayment
{
    public required Guid OrderId { get; init; }

    public required int Revision { get; init; }

    public required PaymentState State { get; init; }

    public required Wanted Wanted { get; init; }

    public required string CurrencyCode { get; init; }

    public required long Amount { get; init; }

    public bool Authorized { get; init; }

    public long CapturedTotal { get; init; }

    public long RefundedTotal { get; init; }

    public DeclineReason DeclineReason { get; init; }

    public string ProviderPaymentId { get; init; } = "";

    public string? PaymentToken { get; init; }

    public IReadOnlyList<StoredRefund> Refunds { get; init; } = [];

    public int Attempt { get; init; }

    public DateTimeOffset? UnknownTime { get; init; }

    public Guid? Lease { get; init; }

    public DateTimeOffset? DueTime { get; init; }

    public required DateTimeOffset CreateTime { get; init; }

    public required DateTimeOffset UpdateTime { get; init; }

    /// <summary>Whether the money was taken at some time.</summary>
    public bool IsCaptured => State is PaymentState.Captured or PaymentState.Refunded;

    /// <summary>A token is a secret, and this is what a log would show.</summary>
    public override string ToString() => $"{OrderId} {State} revision {Revision}";
}
