namespace Shop.Inventory;

/// <summary>Reserves for many orders in one transaction, each all or nothing within it. Several replicas stay correct because the row locks decide.</summary>
internal sealed class ReserveBatcher(InventoryStore store, InventoryTelemetry telemetry, TimeProvider time) : MicroBatcher<OrderDemand, ReserveOutcome>
{
    protected override string Name => "reserve batch";

    /// <inheritdoc cref="MicroBatcher{TItem,TOutcome}.DecideAsync(TItem,CancellationToken)"/>
    public Task<ReserveOutcome> ReserveAsync(OrderDemand demand, CancellationToken cancellationToken) => DecideAsync(demand, cancellationToken);

    protected override async Task<IReadOnlyList<ReserveOutcome>> DecideAsync(IReadOnlyList<OrderDemand> items, CancellationToken cancellationToken)
    {
        var outcomes = await store.ReserveAsync(items, time.GetUtcNow(), cancellationToken);
        telemetry.Decided(outcomes);
        return outcomes;
    }
}
