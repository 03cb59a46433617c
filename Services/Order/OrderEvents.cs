using Shop.Contracts.Order.V1;

namespace Shop.Orders;

/// <summary>What the rest of the shop is told of an order.</summary>
internal static class OrderEvents
{
    public static OrderPlaced Placed(Order order, string paymentToken) => new()
    {
        OrderId = order.OrderId,
        Number = order.Number,
        OwnerId = order.OwnerId,
        Lines = { LinesOf(order) },
        Total = order.Total,
        PaymentToken = paymentToken,
        PlaceTime = order.CreateTime,
        ExpireTime = order.ExpireTime,
    };

    public static OrderConfirmed Confirmed(Order order) => new()
    {
        OrderId = order.OrderId,
        Number = order.Number,
        OwnerId = order.OwnerId,
        Lines = { LinesOf(order) },
        Total = order.Total,
        ConfirmTime = order.ConfirmTime,
    };

    public static OrderCancelled Cancelled(Order order) => new()
    {
        OrderId = order.OrderId,
        Number = order.Number,
        OwnerId = order.OwnerId,
        Reason = order.CancelReason,
        Lines = { LinesOf(order) },
        Total = order.Total,
        CancelTime = order.CancelTime,
    };

    public static OrderShipped Shipped(Order order, Shipment shipment) => new()
    {
        OrderId = order.OrderId,
        Number = order.Number,
        OwnerId = order.OwnerId,
        Shipment = shipment,
        Complete = order.Lines.All(line => Fulfilment.LeftToShip(line) == 0),
    };

    public static OrderDelivered Delivered(Order order) => new()
    {
        OrderId = order.OrderId,
        Number = order.Number,
        OwnerId = order.OwnerId,
        DeliverTime = order.DeliverTime,
    };

    public static OrderRefunded Refunded(Order order, Refund refund) => new()
    {
        OrderId = order.OrderId,
        Number = order.Number,
        OwnerId = order.OwnerId,
        Refund = refund,
        RefundedTotal = order.RefundedTotal,
        Complete = order.State == OrderState.Refunded,
    };

    private static IEnumerable<OrderedLine> LinesOf(Order order) => order.Lines.Select(line => new OrderedLine
    {
        Sku = line.Sku,
        ProductId = line.ProductId,
        Name = line.Name,
        Quantity = line.Quantity,
        UnitPrice = line.UnitPrice,
    });
}
