namespace Shop.Inventory;

/// <summary>What becomes of an order's wish to commit its reservation.</summary>
internal abstract record CommitOutcome
{
    /// <summary>Its stock has left the shelf, now or by an earlier try.</summary>
    internal sealed record Committed(StoredReservation Reservation) : CommitOutcome;

    /// <summary>It had expired, and what it held is sold.</summary>
    internal sealed record OutOfStock(IReadOnlyList<Shortage> Shortages) : CommitOutcome;

    /// <summary>It was released.</summary>
    internal sealed record Released : CommitOutcome;

    /// <summary>There never was one.</summary>
    internal sealed record NotFound : CommitOutcome;
}
