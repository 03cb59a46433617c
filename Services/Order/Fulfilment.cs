using Google.Protobuf.Collections;
using Shop.Contracts.Order.V1;
using Shop.ServiceDefaults.Grpc;

namespace Shop.Orders;

/// <summary>How an order gets to its owner: in parcels, which arrive. Pure; null when there is nothing to do.</summary>
internal static class Fulfilment
{
    /// <summary>What of a line is still to be shipped.</summary>
    public static int LeftToShip(OrderLine line) => line.Quantity - line.ShippedQuantity - line.WithdrawnQuantity;

    /// <summary>A parcel is on its way.</summary>
    /// <exception cref="Grpc.Core.RpcException">The order is not to be shipped, or not so much of it.</exception>
    public static OrderDecision Ship(Order order, ShipOrderRequest request, Guid shipmentId, DateTimeOffset now)
    {
        if (!OrderMoves.MayGo(order.State, OrderState.Shipped))
        {
            throw OrderRefusals.WrongState(order, "Only a confirmed order is shipped.");
        }

        var next = OrderDecisions.Next(order, now);
        var lines = Quantities.Of(next, request.Lines, LeftToShip);
        if (lines.Count == 0)
        {
            throw OrderRefusals.WrongState(order, "Nothing of the order is left to ship.");
        }

        foreach (var (line, quantity) in lines)
        {
            line.ShippedQuantity += quantity;
        }

        var shipment = new Shipment
        {
            ShipmentId = shipmentId.ToString(),
            Lines = { Quantities.ToMessages(lines) },
            Carrier = request.Carrier,
            TrackingNumber = request.TrackingNumber,
            ShipTime = next.UpdateTime,
        };
        next.Shipments.Add(shipment);
        GoOn(next);
        return new OrderDecision(next, OrderEvents.Shipped(next, shipment));
    }

    /// <summary>Parcels have arrived: the one that is named, or all that are on their way.</summary>
    /// <exception cref="Grpc.Core.RpcException">Nothing of the order is on its way, or there is no such parcel.</exception>
    public static OrderDecision? Deliver(Order order, string shipmentId, DateTimeOffset now)
    {
        if (order.Shipments.Count == 0 || OrderMoves.IsFinal(order.State))
        {
            throw OrderRefusals.WrongState(order, "Nothing of the order is on its way.");
        }

        var next = OrderDecisions.Next(order, now);
        var named = Named(next.Shipments, shipmentId);
        if (named.TrueForAll(shipment => shipment.DeliverTime is not null))
        {
            return null;
        }

        foreach (var shipment in named)
        {
            shipment.DeliverTime ??= next.UpdateTime;
        }

        GoOn(next);
        return next.State == OrderState.Delivered ? new OrderDecision(next, OrderEvents.Delivered(next)) : new OrderDecision(next);
    }

    /// <summary>Moves an order on when nothing of it is left to ship, and further when all of it has arrived.</summary>
    public static void GoOn(Order order)
    {
        if (OrderMoves.MayGo(order.State, OrderState.Shipped) && order.Shipments.Count > 0 && order.Lines.All(line => LeftToShip(line) == 0))
        {
            order.State = OrderState.Shipped;
            order.ShipTime = order.UpdateTime;
        }

        if (OrderMoves.MayGo(order.State, OrderState.Delivered) && order.Shipments.All(shipment => shipment.DeliverTime is not null))
        {
            order.State = OrderState.Delivered;
            order.DeliverTime = order.UpdateTime;
        }
    }

    private static List<Shipment> Named(RepeatedField<Shipment> shipments, string shipmentId)
    {
        if (shipmentId.Length == 0)
        {
            return [.. shipments];
        }

        // Compared as what they are: a UUID may be written in upper case.
        var id = Guid.Parse(shipmentId);
        return shipments.FirstOrDefault(shipment => Guid.Parse(shipment.ShipmentId) == id) is { } shipment
            ? [shipment]
            : throw ShopErrors.NotFound("shipment", shipmentId);
    }
}
