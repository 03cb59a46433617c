using Shop.Contracts.Inventory.V1;

namespace Shop.Inventory;

/// <summary>A reservation as it is stored.</summary>
/// <param name="OrderId">The order it is for.</param>
/// <param name="State">What has become of it.</param>
/// <param name="CreateTime">When it was made.</param>
/// <param name="ExpireTime">When it expires, or would have.</param>
/// <param name="UpdateTime">When its state last changed.</param>
/// <param name="Lines">What it holds, or held.</param>
internal sealed record StoredReservation(
    Guid OrderId, ReservationState State, DateTimeOffset CreateTime, DateTimeOffset ExpireTime, DateTimeOffset UpdateTime, IReadOnlyList<AllocatedLine> Lines)
{
    /// <summary>Whether it was made for exactly these quantities.</summary>
    public bool IsFor(SortedDictionary<string, int> quantities) =>
        Lines.GroupBy(line => line.Sku, line => line.Quantity).ToDictionary(group => group.Key, group => group.Sum()) is var held
        && held.Count == quantities.Count
        && quantities.All(wanted => held.GetValueOrDefault(wanted.Key) == wanted.Value);
}
