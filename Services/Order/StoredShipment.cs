using Google.Protobuf.WellKnownTypes;
using Shop.Contracts.Order.V1;

namespace Shop.Orders;

/// <summary>A parcel as its row reads.</summary>
internal sealed record StoredShipment(
    Guid ShipmentId, IReadOnlyList<StoredQuantity> Lines, string Carrier, string TrackingNumber, DateTimeOffset ShipTime, DateTimeOffset? DeliverTime)
{
    public Shipment ToMessage() => new()
    {
        ShipmentId = ShipmentId.ToString(),
        Lines = { Lines.Select(line => line.ToMessage()) },
        Carrier = Carrier,
        TrackingNumber = TrackingNumber,
        ShipTime = ShipTime.ToTimestamp(),
        DeliverTime = DeliverTime?.ToTimestamp(),
    };
}
