using System.Diagnostics.Metrics;

namespace Shop.Inventory;

/// <summary>The metrics of reserving: what became of the demands, and how many were decided in one transaction.</summary>
internal sealed class InventoryTelemetry
{
    /// <summary>The name of the Meter and of the ActivitySource.</summary>
    public const string Name = "Shop.Inventory";

    private readonly Counter<long> _reservations;
    private readonly Histogram<int> _batch;

    public InventoryTelemetry(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        _reservations = meter.CreateCounter<long>("shop.inventory.reservations", "{reservation}", "Demands that were decided, by shop.outcome; OutOfStock is an oversell that was refused.");
        _batch = meter.CreateHistogram(
            "shop.inventory.batch.size",
            "{reservation}",
            "Demands decided in one transaction.",
            advice: new InstrumentAdvice<int> { HistogramBucketBoundaries = [1, 2, 5, 10, 20, 50, 100, 200, 500] });
    }

    public void Decided(IReadOnlyList<ReserveOutcome> outcomes)
    {
        _batch.Record(outcomes.Count);
        foreach (var (outcome, count) in outcomes.CountBy(outcome => outcome.GetType().Name))
        {
            _reservations.Add(count, new KeyValuePair<string, object?>("shop.outcome", outcome));
        }
    }
}
