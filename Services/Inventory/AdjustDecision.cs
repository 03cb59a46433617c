namespace Shop.Inventory;

/// <summary>What an adjustment comes to.</summary>
internal abstract record AdjustDecision
{
    /// <summary>It changes on_hand by this much, which may be nothing when a stocktaking finds what was known.</summary>
    /// <param name="Row">What is stored; null when there is nothing yet of the SKU at the location.</param>
    /// <param name="Delta">The change.</param>
    internal sealed record Adjust(StockRow? Row, int Delta) : AdjustDecision;

    /// <summary>Less would be there than is held for orders.</summary>
    internal sealed record BelowReserved(int OnHand, int Reserved) : AdjustDecision;

    /// <summary>More would be there than can be counted.</summary>
    internal sealed record TooMuch : AdjustDecision;
}
