using Shop.Contracts.Payment.V1;
using Shop.Payments;

namespace Shop.Tests.Unit.Payments;

/// <summary>A payment of 20 euros, and what the provider may say of it.</summary>
internal static class SamplePayment
{
    public const long Amount = 2000;

    public static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    public static readonly Guid OrderId = new("018f0000-0000-7000-8000-000000000001");

    public static StoredPayment Pending { get; } = new()
    {
        OrderId = OrderId,
        Revision = 1,
        State = PaymentState.Pending,
        Wanted = Wanted.Authorize,
        CurrencyCode = "EUR",
        Amount = Amount,
        PaymentToken = "tok_approved",
        CreateTime = Now,
        UpdateTime = Now,
    };

    public static ProviderPayment Seen { get; } = new("pay_1", OrderId, "EUR", Amount, Authorized: false, Captured: false, Voided: false, DeclineReason.Unspecified, []);

    public static ProviderPayment Held { get; } = Seen with { Authorized = true };

    public static ProviderPayment Taken { get; } = Held with { Captured = true };

    public static ProviderPayment LetGo { get; } = Held with { Voided = true };

    /// <summary>The payment after it has heard all of that.</summary>
    public static StoredPayment After(this StoredPayment payment, params ReadOnlySpan<ProviderPayment> told)
    {
        foreach (var seen in told)
        {
            payment = PaymentDecisions.Learn(payment, seen, Now)?.Payment ?? payment;
        }

        return payment;
    }
}
