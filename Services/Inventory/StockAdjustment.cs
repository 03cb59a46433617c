using Shop.Contracts.Inventory.V1;

namespace Shop.Inventory;

/// <summary>An administrator's correction of the stock of a SKU at a location.</summary>
/// <param name="Sku">The SKU; one that was unknown is known from then on.</param>
/// <param name="LocationId">Where.</param>
/// <param name="Delta">By how many pieces; null when they were counted.</param>
/// <param name="Counted">How many pieces there are; null when the difference is given.</param>
/// <param name="Reason">Why.</param>
/// <param name="Note">What the administrator says about it.</param>
/// <param name="ActorId">Who did it.</param>
internal sealed record StockAdjustment(string Sku, string LocationId, int? Delta, int? Counted, AdjustmentReason Reason, string Note, string ActorId)
{
    /// <summary>The most pieces of a SKU over all locations: sums of it fit everywhere.</summary>
    public const int LargestStock = 1_000_000_000;

    /// <summary>Decides by the SKU's stock at all locations.</summary>
    /// <param name="stock">The locked stock of the SKU; none when it is unknown.</param>
    public AdjustDecision Decide(IReadOnlyList<StockRow> stock)
    {
        var here = stock.SingleOrDefault(row => row.LocationId == LocationId);
        var (onHand, reserved) = (here?.OnHand ?? 0, here?.Reserved ?? 0);
        var elsewhere = stock.Where(row => row != here).Sum(row => (long)row.OnHand);
        var adjusted = Counted ?? (long)onHand + Delta.GetValueOrDefault();
        if (adjusted < reserved)
        {
            return new AdjustDecision.BelowReserved(onHand, reserved);
        }

        return elsewhere + adjusted > LargestStock
            ? new AdjustDecision.TooMuch()
            : new AdjustDecision.Adjust(here, (int)(adjusted - onHand));
    }
}
