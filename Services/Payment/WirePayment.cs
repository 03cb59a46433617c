using Shop.Contracts.Payment.V1;

namespace Shop.Payments;

/// <summary>A payment in the provider's JSON.</summary>
/// <param name="Id">The provider's id.</param>
/// <param name="Reference">Ours.</param>
/// <param name="Amount">In minor units.</param>
/// <param name="Currency">ISO 4217, upper case.</param>
/// <param name="Status">authorized, declined, captured, voided or refunded.</param>
/// <param name="Authorized">Whether the money was ever held.</param>
/// <param name="AmountCaptured">What was taken.</param>
/// <param name="DeclineCode">Why it was declined.</param>
/// <param name="Refunds">What was given back.</param>
internal sealed record WirePayment(
    string Id, Guid Reference, long Amount, string Currency, string Status, bool Authorized, long AmountCaptured, string? DeclineCode, IReadOnlyList<WireRefund>? Refunds)
{
    public ProviderPayment ToPayment() => new(
        Id, Reference, Currency, Amount, Authorized, AmountCaptured > 0, Status == "voided", ReasonOf(), [.. (Refunds ?? []).Select(refund => new ProviderRefund(refund.Reference, refund.Amount))]);

    private DeclineReason ReasonOf() => (Status, DeclineCode) switch
    {
        (not "declined", _) => DeclineReason.Unspecified,
        (_, "insufficient_funds") => DeclineReason.InsufficientFunds,
        (_, "expired_card") => DeclineReason.Expired,
        (_, "fraudulent") => DeclineReason.SuspectedFraud,
        (_, "invalid_token") => DeclineReason.InvalidToken,
        _ => DeclineReason.Generic,
    };
}
