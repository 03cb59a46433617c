using Shop.Contracts.Order.V1;

namespace Shop.Inventory;

/// <summary>Decides where refunded pieces go: back to where they came from, no more from anywhere than was taken there.</summary>
internal static class Restocking
{
    /// <param name="allocated">What the order took, and what of it has come back by now.</param>
    /// <param name="refunded">What comes back.</param>
    /// <returns>Pieces by location; fewer than came back when more came than is out.</returns>
    public static IReadOnlyList<AllocatedLine> Plan(IReadOnlyList<AllocatedLine> allocated, IEnumerable<LineQuantity> refunded)
    {
        var planned = new List<AllocatedLine>();
        foreach (var (sku, wanted) in refunded.GroupBy(line => line.Sku, line => line.Quantity, StringComparer.Ordinal).Select(group => (group.Key, group.Sum())))
        {
            var left = wanted;
            foreach (var line in allocated.Where(line => line.Sku == sku))
            {
                var back = Math.Min(left, line.Quantity - line.Returned);
                if (back > 0)
                {
                    planned.Add(new AllocatedLine(sku, line.LocationId, back));
                    left -= back;
                }
            }
        }

        return planned;
    }
}
