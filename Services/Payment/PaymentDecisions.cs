using Google.Protobuf;
using Shop.Contracts.Payment.V1;

namespace Shop.Payments;

/// <summary>
/// What becomes of a payment when something is heard of it. Pure, and the one entrance for answers, statuses and webhooks: each may be
/// repeated, late or early, and notes what was not known before, nothing else.
/// </summary>
internal static class PaymentDecisions
{
    /// <summary>Whether what the provider tells is about this payment. What is not is no outcome of it.</summary>
    public static bool IsAbout(StoredPayment payment, ProviderPayment seen) =>
        seen.OrderId == payment.OrderId && seen.Amount == payment.Amount && seen.CurrencyCode == payment.CurrencyCode;

    /// <summary>The provider told how the payment stands; null when that is nothing new.</summary>
    public static PaymentChange? Learn(StoredPayment payment, ProviderPayment seen, DateTimeOffset now)
    {
        var movements = new List<Movement>();
        var events = new List<IMessage>();
        var next = payment;
        next = LearnDeclined(next, seen, now, events);
        next = LearnAuthorized(next, seen, now, movements, events);
        next = LearnCaptured(next, seen, now, movements, events);
        next = LearnVoided(next, seen, now, movements, events);
        next = seen.Refunds.Aggregate(next, (current, refund) => LearnRefund(current, refund, now, movements, events));
        if (next == payment)
        {
            return null;
        }

        return new PaymentChange(Settle(next, seen, now), movements.FindAll(movement => movement.Amount > 0), events);
    }

    /// <summary>Nobody knows what came of it: ask again after a pause that grows.</summary>
    public static StoredPayment Doubt(StoredPayment payment, DateTimeOffset now, double jitter) => payment with
    {
        Attempt = payment.Attempt + 1,
        UnknownTime = payment.UnknownTime ?? now,
        Lease = null,
        DueTime = now + Pause(payment.Attempt, jitter),
        UpdateTime = now,
    };

    /// <summary>How long to wait after a number of failed tries.</summary>
    /// <param name="attempt">The tries before this one.</param>
    /// <param name="jitter">0 to 1; takes off up to a half.</param>
    public static TimeSpan Pause(int attempt, double jitter)
    {
        var longest = TimeSpan.FromSeconds(30);
        var pause = TimeSpan.FromMilliseconds(200) * Math.Pow(2, Math.Min(attempt, 20));
        return (pause < longest ? pause : longest) * (1 - jitter / 2);
    }

    private static StoredPayment LearnDeclined(StoredPayment payment, ProviderPayment seen, DateTimeOffset now, List<IMessage> events)
    {
        if (seen.DeclineReason == DeclineReason.Unspecified || seen.Authorized || payment.State != PaymentState.Pending)
        {
            return payment;
        }

        var next = payment with { State = PaymentState.Declined, DeclineReason = seen.DeclineReason };
        events.Add(PaymentEvents.Declined(next, now));
        return next;
    }

    // Also after a decline or a void that knew of no hold: the provider holds the money, whatever it had said before.
    private static StoredPayment LearnAuthorized(StoredPayment payment, ProviderPayment seen, DateTimeOffset now, List<Movement> movements, List<IMessage> events)
    {
        if (!seen.Authorized || payment.Authorized)
        {
            return payment;
        }

        var next = payment with { State = PaymentState.Authorized, Authorized = true, DeclineReason = DeclineReason.Unspecified };
        movements.Add(new Movement(PaymentMovementKind.Authorized, next.Amount));
        events.Add(PaymentEvents.Authorized(next, now));
        return next;
    }

    private static StoredPayment LearnCaptured(StoredPayment payment, ProviderPayment seen, DateTimeOffset now, List<Movement> movements, List<IMessage> events)
    {
        if (!seen.Captured || payment.IsCaptured)
        {
            return payment;
        }

        var next = payment with { State = PaymentState.Captured, CapturedTotal = payment.Amount };
        movements.Add(new Movement(PaymentMovementKind.Captured, next.Amount));
        events.Add(PaymentEvents.Captured(next, now));
        return next;
    }

    private static StoredPayment LearnVoided(StoredPayment payment, ProviderPayment seen, DateTimeOffset now, List<Movement> movements, List<IMessage> events)
    {
        if (!seen.Voided || payment.State is not (PaymentState.Pending or PaymentState.Authorized))
        {
            return payment;
        }

        var next = payment with { State = PaymentState.Voided };
        if (next.Authorized)
        {
            movements.Add(new Movement(PaymentMovementKind.Voided, next.Amount));
        }

        events.Add(PaymentEvents.Voided(next, now));
        return next;
    }

    private static StoredPayment LearnRefund(StoredPayment payment, ProviderRefund refund, DateTimeOffset now, List<Movement> movements, List<IMessage> events)
    {
        if (!payment.IsCaptured || payment.Refunds.Any(known => known.RefundId == refund.RefundId && known.State == RefundState.Done))
        {
            return payment;
        }

        var total = payment.RefundedTotal + refund.Amount;
        var next = payment with
        {
            RefundedTotal = total,
            State = total == payment.CapturedTotal ? PaymentState.Refunded : PaymentState.Captured,
            Refunds = [.. payment.Refunds.Where(known => known.RefundId != refund.RefundId), new StoredRefund(refund.RefundId, refund.Amount, RefundState.Done)],
        };
        movements.Add(new Movement(PaymentMovementKind.Refunded, refund.Amount, refund.RefundId));
        events.Add(PaymentEvents.Refunded(next, refund, now));
        return next;
    }

    private static StoredPayment Settle(StoredPayment payment, ProviderPayment seen, DateTimeOffset now) => payment with
    {
        ProviderPaymentId = seen.Id is "" ? payment.ProviderPaymentId : seen.Id,
        PaymentToken = payment.State == PaymentState.Pending ? payment.PaymentToken : null,
        Refunds = PaymentSteps.Plan(payment),
        Attempt = 0,
        UnknownTime = null,
        UpdateTime = now,
    };
}
