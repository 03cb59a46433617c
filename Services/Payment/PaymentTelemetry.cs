using System.Diagnostics.Metrics;
using Shop.Contracts.Payment.V1;

namespace Shop.Payments;

/// <summary>The figures of payment.</summary>
internal sealed class PaymentTelemetry
{
    private readonly Counter<long> _authorizations;
    private readonly Counter<long> _movements;
    private readonly Counter<long> _unknown;
    private readonly Counter<long> _webhooks;

    public PaymentTelemetry(IMeterFactory meters)
    {
        var meter = meters.Create("Shop.Payments");
        _authorizations = meter.CreateCounter<long>("shop.payment.authorizations", "{authorization}", "Authorizations, by outcome.");
        _movements = meter.CreateCounter<long>("shop.payment.movements", "{movement}", "Entries of the money ledger, by kind.");
        _unknown = meter.CreateCounter<long>("shop.payment.unknown_outcomes", "{call}", "Calls of the provider whose outcome was not learned, by what was asked.");
        _webhooks = meter.CreateCounter<long>("shop.payment.webhooks", "{webhook}", "Webhooks, by what became of them.");
        meter.CreateObservableGauge("shop.payment.unresolved", () => Unresolved.Count, "{payment}", "Payments with an unknown outcome.");
        meter.CreateObservableGauge("shop.payment.unresolved.age", () => Unresolved.Age.TotalSeconds, "s", "How long the oldest unknown outcome has been one.");
    }

    /// <summary>What the last measurement found.</summary>
    public (long Count, TimeSpan Age) Unresolved { get; set; }

    public void Learned(PaymentChange change)
    {
        foreach (var movement in change.Movements)
        {
            _movements.Add(1, new KeyValuePair<string, object?>("kind", movement.Kind.ToString()));
        }

        foreach (var what in change.Events)
        {
            switch (what)
            {
                case PaymentAuthorized:
                    _authorizations.Add(1, new KeyValuePair<string, object?>("outcome", "Authorized"));
                    break;
                case PaymentDeclined declined:
                    _authorizations.Add(1, new KeyValuePair<string, object?>("outcome", "Declined"), new KeyValuePair<string, object?>("reason", declined.Reason.ToString()));
                    break;
            }
        }
    }

    public void Unknown(PaymentStep step) => _unknown.Add(1, new KeyValuePair<string, object?>("step", step.GetType().Name));

    public void Webhook(string outcome) => _webhooks.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
}
