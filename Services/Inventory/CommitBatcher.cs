namespace Shop.Inventory;

/// <summary>Commits the reservations of many orders in one transaction: orders for the same goods would wait for each other's anyway.</summary>
internal sealed class CommitBatcher(InventoryStore store, TimeProvider time) : MicroBatcher<Guid, CommitOutcome>
{
    protected override string Name => "commit batch";

    /// <inheritdoc cref="MicroBatcher{TItem,TOutcome}.DecideAsync(TItem,CancellationToken)"/>
    public Task<CommitOutcome> CommitAsync(Guid orderId, CancellationToken cancellationToken) => DecideAsync(orderId, cancellationToken);

    protected override Task<IReadOnlyList<CommitOutcome>> DecideAsync(IReadOnlyList<Guid> items, CancellationToken cancellationToken) =>
        store.CommitAsync(items, time.GetUtcNow(), cancellationToken);
}
