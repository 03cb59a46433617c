using Shop.Contracts.Payment.V1;

namespace Shop.Payments;

/// <summary>
/// What the provider says a payment is, in an answer, a status or a webhook; which of them makes no difference. It may be old: what
/// it tells is true, what it does not tell may have happened since.
/// </summary>
/// <param name="Id">The provider's id.</param>
/// <param name="OrderId">Our reference.</param>
/// <param name="CurrencyCode">ISO 4217.</param>
/// <param name="Amount">What it is about, in minor units.</param>
/// <param name="Authorized">Whether the money was held, even if it was let go since.</param>
/// <param name="Captured">Whether it was taken.</param>
/// <param name="Voided">Whether it was let go, or may never be held any more.</param>
/// <param name="DeclineReason">Why it was declined; unspecified when it was not.</param>
/// <param name="Refunds">What was given back.</param>
internal sealed record ProviderPayment(
    string Id,
    Guid OrderId,
    string CurrencyCode,
    long Amount,
    bool Authorized,
    bool Captured,
    bool Voided,
    DeclineReason DeclineReason,
    IReadOnlyList<ProviderRefund> Refunds);
