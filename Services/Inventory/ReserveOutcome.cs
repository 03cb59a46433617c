namespace Shop.Inventory;

/// <summary>What becomes of one order's demand.</summary>
internal abstract record ReserveOutcome
{
    /// <summary>Its stock is held from now on.</summary>
    internal sealed record Held(StoredReservation Reservation) : ReserveOutcome;

    /// <summary>It holds its stock already, by an earlier try.</summary>
    internal sealed record Repeated(StoredReservation Reservation) : ReserveOutcome;

    /// <summary>Nothing is held: something falls short.</summary>
    internal sealed record OutOfStock(IReadOnlyList<Shortage> Shortages) : ReserveOutcome;

    /// <summary>The order was released before; it is too late to reserve for it.</summary>
    internal sealed record Released : ReserveOutcome;

    /// <summary>The order holds a reservation with other lines.</summary>
    internal sealed record Mismatch : ReserveOutcome;
}
