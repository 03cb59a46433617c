using Shop.Contracts.Payment.V1;
using Shop.Payments;

namespace Shop.Tests.Unit.Payments;

/// <summary>A provider as its contract has it: what is asked with one key is done once. Remembers everything it ever told.</summary>
internal sealed class ProviderModel(bool declines)
{
    private readonly HashSet<string> _keys = [];
    private ProviderPayment? _payment;

    public int Authorizations { get; private set; }

    public int Captures { get; private set; }

    public List<ProviderPayment> Told { get; } = [];

    /// <summary>The money that the provider holds or has taken for the shop.</summary>
    public long Kept => _payment is { Authorized: true, Voided: false } payment ? payment.Amount - payment.Refunds.Sum(refund => refund.Amount) : 0;

    public bool IsCaptured => _payment is { Captured: true };

    public ProviderAnswer Status() => _payment is { } payment ? new ProviderAnswer.Known(payment) : new ProviderAnswer.Unseen();

    public ProviderAnswer Do(PaymentStep step)
    {
        var isNew = _keys.Add(step is PaymentStep.Refund { RefundId: var id } ? $"refund {id}" : step.GetType().Name);
        if (isNew)
        {
            _payment = After(step) ?? throw new InvalidOperationException($"Nobody asks for {step} at {_payment}.");
            Told.Add(_payment);
        }

        return Status();
    }

    private ProviderPayment? After(PaymentStep step)
    {
        switch (step)
        {
            case PaymentStep.Authorize when _payment is null:
                Authorizations += declines ? 0 : 1;
                return declines ? SamplePayment.Seen with { DeclineReason = DeclineReason.Generic } : SamplePayment.Held;
            case PaymentStep.Authorize:
                return _payment;
            case PaymentStep.Capture when _payment is { Authorized: true, Voided: false, Captured: false }:
                Captures++;
                return _payment with { Captured = true };
            case PaymentStep.Void when _payment is null:
                return SamplePayment.Seen with { Id = "", Voided = true };
            case PaymentStep.Void:
                return _payment with { Voided = _payment is { Captured: false, Authorized: true } };
            case PaymentStep.Refund refund when _payment is { Captured: true } && Kept >= refund.Amount:
                return _payment with { Refunds = [.. _payment.Refunds, new ProviderRefund(refund.RefundId, refund.Amount)] };
            default:
                return null;
        }
    }
}
