using Google.Protobuf.WellKnownTypes;
using Shop.Contracts.Inventory.V1;

namespace Shop.Inventory;

/// <summary>What Inventory publishes.</summary>
internal static class StockEvents
{
    public static StockChanged Changed(StockTotals stock) => new()
    {
        Sku = stock.Sku,
        AvailableQuantity = stock.Available,
        OnHandQuantity = stock.OnHand,
        ReservedQuantity = stock.Reserved,
        Revision = stock.Revision,
        ChangeTime = stock.UpdateTime.ToTimestamp(),
    };

    public static ReservationExpired Expired(StoredReservation reservation) => new()
    {
        OrderId = reservation.OrderId.ToString(),
        Lines = { Contract.LinesOf(reservation).Select(line => new StockLine { Sku = line.Sku, Quantity = line.Quantity }) },
        ExpireTime = reservation.ExpireTime.ToTimestamp(),
    };
}
