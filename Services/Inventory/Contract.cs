using Google.Protobuf.WellKnownTypes;
using Shop.Contracts.Inventory.V1;

namespace Shop.Inventory;

/// <summary>What is stored, as the contract says it.</summary>
internal static class Contract
{
    public static Reservation ToMessage(StoredReservation reservation) => new()
    {
        OrderId = reservation.OrderId.ToString(),
        State = reservation.State,
        Lines = { LinesOf(reservation) },
        CreateTime = reservation.CreateTime.ToTimestamp(),
        ExpireTime = reservation.ExpireTime.ToTimestamp(),
        UpdateTime = reservation.UpdateTime.ToTimestamp(),
    };

    public static IEnumerable<ReservationLine> LinesOf(StoredReservation reservation) =>
        reservation.Lines.GroupBy(line => line.Sku).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => new ReservationLine
        {
            Sku = group.Key,
            Quantity = group.Sum(line => line.Quantity),
            Allocations = { group.Select(line => new Allocation { LocationId = line.LocationId, Quantity = line.Quantity }) },
        });

    /// <param name="totals">What is stored.</param>
    /// <param name="complete">Whether the reader may see more than what can be sold.</param>
    public static Stock ToMessage(StockTotals totals, bool complete)
    {
        var stock = new Stock { Sku = totals.Sku, AvailableQuantity = totals.Available, Revision = totals.Revision, UpdateTime = totals.UpdateTime.ToTimestamp() };
        if (complete)
        {
            stock.OnHandQuantity = totals.OnHand;
            stock.ReservedQuantity = totals.Reserved;
            stock.Locations.AddRange(totals.Locations.Select(location => new LocationStock
            {
                LocationId = location.LocationId,
                AvailableQuantity = location.Available,
                OnHandQuantity = location.OnHand,
                ReservedQuantity = location.Reserved,
            }));
        }

        return stock;
    }
}
