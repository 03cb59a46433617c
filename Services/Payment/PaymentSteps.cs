using Shop.Contracts.Payment.V1;

namespace Shop.Payments;

/// <summary>The state machine, as one table: from where a payment stands and what is wanted of it follows what to do next. Pure.</summary>
internal static class PaymentSteps
{
    /// <summary>What to ask of the provider; null when there is nothing to do.</summary>
    public static PaymentStep? Next(StoredPayment payment) => (payment.State, payment.Wanted) switch
    {
        (PaymentState.Pending, Wanted.Nothing) => new PaymentStep.Void(),
        // Without a token OrderPlaced has not come yet.
        (PaymentState.Pending, _) => payment.PaymentToken is null ? null : new PaymentStep.Authorize(),
        (PaymentState.Authorized, Wanted.Capture) => new PaymentStep.Capture(),
        (PaymentState.Authorized, Wanted.Nothing) => new PaymentStep.Void(),
        (PaymentState.Captured, _) => NextRefund(payment),
        _ => null,
    };

    /// <summary>The refunds as they are to be: with that of the whole rest, when a captured order was cancelled, and none of more than is left.</summary>
    public static IReadOnlyList<StoredRefund> Plan(StoredPayment payment)
    {
        var left = payment.CapturedTotal - payment.RefundedTotal;
        var planned = new List<StoredRefund>();
        foreach (var refund in payment.Refunds)
        {
            var next = refund.State != RefundState.Wanted || !payment.IsCaptured ? refund
                : left == 0 ? refund with { State = RefundState.Needless }
                : refund with { Amount = Math.Min(refund.Amount, left) };
            left -= next.State == RefundState.Wanted ? next.Amount : 0;
            planned.Add(next);
        }

        if (payment is { State: PaymentState.Captured, Wanted: Wanted.Nothing } && left > 0 && planned.TrueForAll(refund => refund.RefundId != payment.OrderId))
        {
            planned.Add(new StoredRefund(payment.OrderId, left, RefundState.Wanted));
        }

        return planned;
    }

    private static PaymentStep.Refund? NextRefund(StoredPayment payment) =>
        Plan(payment).FirstOrDefault(refund => refund.State == RefundState.Wanted) is { } refund ? new PaymentStep.Refund(refund.RefundId, refund.Amount) : null;
}
