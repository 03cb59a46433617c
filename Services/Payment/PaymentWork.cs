namespace Shop.Payments;

/// <summary>One payment's way, as far as it goes now.</summary>
internal sealed partial class PaymentWork(PaymentStore store, RecentPayments recent, IPaymentProvider provider, PaymentTelemetry telemetry, TimeProvider time, ILogger<PaymentWork> logger)
{
    /// <summary>Works on a payment that was taken in hand, until nothing is to be done, nobody knows, or somebody else has it.</summary>
    public async Task RunAsync(StoredPayment payment, CancellationToken cancellationToken)
    {
        var current = payment;
        // What was tried before, and did not tell, is asked about before it is tried again.
        var certain = payment.Attempt == 0;
        while (current is not null && current.Lease == payment.Lease)
        {
            if (PaymentSteps.Next(current) is not { } step)
            {
                current = await SaveAsync(current with { Lease = null, DueTime = null }, cancellationToken);
            }
            else if (!PaymentSteps.Plan(current).SequenceEqual(current.Refunds))
            {
                // What the provider is asked for is stored before it is.
                current = await SaveAsync(current with { Refunds = PaymentSteps.Plan(current) }, cancellationToken);
            }
            else
            {
                var answer = certain ? await AskAsync(current, step, cancellationToken) : await provider.GetStatusAsync(current.OrderId, cancellationToken);
                if (!certain && IsNotDone(current, answer))
                {
                    certain = true;
                    continue;
                }

                current = await HearAsync(current, step, answer, cancellationToken);
                certain = current is { Attempt: 0 };
            }
        }
    }

    /// <summary>The provider told something by itself. Does what an answer would do.</summary>
    /// <returns>The payment as it is now; null when there is none.</returns>
    public async Task<StoredPayment?> TellAsync(ProviderPayment seen, CancellationToken cancellationToken)
    {
        // What an earlier version knew already, the one in the database does, too: most webhooks tell what the answer has told.
        if (recent.Find(seen.OrderId) is { } known && PaymentDecisions.IsAbout(known, seen) && PaymentDecisions.Learn(known, seen, time.GetUtcNow()) is null)
        {
            return known;
        }

        while (await store.FindAsync(seen.OrderId, cancellationToken) is { } payment)
        {
            if (Learn(payment, seen) is not { } change)
            {
                return payment;
            }

            // Whoever has it in hand finds the change when he writes; else it is due, if anything is left to do.
            var next = change.Payment;
            var due = PaymentSteps.Next(next) is null ? next with { Lease = null, DueTime = null } : next.Lease is null ? next with { DueTime = time.GetUtcNow() } : next;
            if (await StoreAsync(change with { Payment = due }, cancellationToken) is { } stored)
            {
                return stored;
            }
        }

        return null;
    }

    private Task<ProviderAnswer> AskAsync(StoredPayment payment, PaymentStep step, CancellationToken cancellationToken) => step switch
    {
        // Nobody has to move nothing.
        _ when payment.Amount == 0 => Task.FromResult<ProviderAnswer>(new ProviderAnswer.Known(FreeOfCharge(payment, step))),
        PaymentStep.Authorize => provider.AuthorizeAsync(payment, $"{payment.OrderId}", cancellationToken),
        PaymentStep.Capture => provider.CaptureAsync(payment, $"{payment.OrderId}:capture", cancellationToken),
        PaymentStep.Void => provider.VoidAsync(payment, $"{payment.OrderId}:void", cancellationToken),
        PaymentStep.Refund refund => provider.RefundAsync(payment, refund.RefundId, refund.Amount, $"{payment.OrderId}:refund:{refund.RefundId}", cancellationToken),
        _ => throw new InvalidOperationException($"Nobody knows how to {step}."),
    };

    // By the status: what is to be done next has not been, and is asked for again with the same key.
    private bool IsNotDone(StoredPayment payment, ProviderAnswer status) => status switch
    {
        ProviderAnswer.Unseen => payment.ProviderPaymentId is "",
        ProviderAnswer.Known known => PaymentDecisions.IsAbout(payment, known.Payment) && PaymentDecisions.Learn(payment, known.Payment, time.GetUtcNow()) is null,
        _ => false,
    };

    private async Task<StoredPayment?> HearAsync(StoredPayment payment, PaymentStep step, ProviderAnswer answer, CancellationToken cancellationToken)
    {
        var change = answer is ProviderAnswer.Known known ? Learn(payment, known.Payment) : null;
        if (change is null)
        {
            LogUnknown(payment.OrderId, step.GetType().Name, payment.Attempt + 1, ReasonOf(answer));
            telemetry.Unknown(step);
        }

        for (var current = payment; ;)
        {
            var stored = await StoreAsync(change is null ? Doubt(current) : WithLease(change), cancellationToken);
            if (stored is not null)
            {
                return stored;
            }

            // Somebody changed the payment meanwhile: what was heard is heard by what it is now.
            var fresh = await store.FindAsync(payment.OrderId, cancellationToken);
            change = fresh is not null && answer is ProviderAnswer.Known again ? Learn(fresh, again.Payment) : null;
            if (fresh is null || change is null && (answer is ProviderAnswer.Known || fresh.Lease != payment.Lease))
            {
                return fresh;
            }

            current = fresh;
        }
    }

    private PaymentChange Doubt(StoredPayment payment) => new(PaymentDecisions.Doubt(payment, time.GetUtcNow(), Random.Shared.NextDouble()), [], []);

    private PaymentChange WithLease(PaymentChange change) => change with
    {
        Payment = PaymentSteps.Next(change.Payment) is null
            ? change.Payment with { Lease = null, DueTime = null }
            : change.Payment with { DueTime = time.GetUtcNow() + Lease.Duration },
    };

    private PaymentChange? Learn(StoredPayment payment, ProviderPayment seen)
    {
        if (PaymentDecisions.IsAbout(payment, seen))
        {
            return PaymentDecisions.Learn(payment, seen, time.GetUtcNow());
        }

        LogMismatch(payment.OrderId, seen.Id);
        return null;
    }

    private async Task<StoredPayment?> StoreAsync(PaymentChange change, CancellationToken cancellationToken)
    {
        var stored = await store.SaveAsync(change.Payment, change.Movements, change.Events, cancellationToken);
        if (stored is not null)
        {
            telemetry.Learned(change);
        }

        return stored;
    }

    private async Task<StoredPayment?> SaveAsync(StoredPayment payment, CancellationToken cancellationToken) =>
        await store.SaveAsync(payment, [], [], cancellationToken) ?? await store.FindAsync(payment.OrderId, cancellationToken);

    private static ProviderPayment FreeOfCharge(StoredPayment payment, PaymentStep step) => new(
        "", payment.OrderId, payment.CurrencyCode, 0, Authorized: step is PaymentStep.Authorize or PaymentStep.Capture, Captured: step is PaymentStep.Capture,
        Voided: step is PaymentStep.Void, DeclineReason: default, []);

    private static string ReasonOf(ProviderAnswer answer) => answer switch
    {
        ProviderAnswer.Unknown unknown => unknown.Reason,
        ProviderAnswer.Unseen => "the provider does not know it any more",
        ProviderAnswer.Known { Refused: true } => "the provider refused",
        _ => "the provider answered, and did not do it",
    };

    [LoggerMessage(LogLevel.Warning, "{Step} of order {OrderId}: outcome unknown after try {Attempt}: {Reason}")]
    private partial void LogUnknown(Guid orderId, string step, int attempt, string reason);

    [LoggerMessage(LogLevel.Error, "What the provider tells of order {OrderId}, its payment {ProviderPaymentId}, is about another amount; it is not believed")]
    private partial void LogMismatch(Guid orderId, string providerPaymentId);
}
