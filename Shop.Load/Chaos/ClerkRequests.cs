using Shop.Contracts.Order.V1;
using Shop.Contracts.Types.V1;

namespace Shop.Load.Chaos;

/// <summary>What a clerk asks for: all of an order or a part of it, at random, and sometimes too much.</summary>
internal static class ClerkRequests
{
    private static readonly IReadOnlyList<RefundReason> Reasons = [RefundReason.Returned, RefundReason.Defective, RefundReason.Goodwill, RefundReason.Other];

    public static ShipOrderRequest Ship(Order order, Random random)
    {
        var request = new ShipOrderRequest { RequestId = Basket.NewId(), OrderId = order.OrderId, Carrier = "Example Parcels" };
        if (random.Next(2) == 0)
        {
            request.Lines.Add(Part(order, line => line.Quantity - line.ShippedQuantity - line.WithdrawnQuantity, random));
        }

        return request;
    }

    public static DeliverOrderRequest Deliver(Order order, Random random) => new()
    {
        RequestId = Basket.NewId(),
        OrderId = order.OrderId,
        ShipmentId = order.Shipments.Count > 0 && random.Next(2) == 0 ? order.Shipments[random.Next(order.Shipments.Count)].ShipmentId : "",
    };

    /// <summary>An amount alone, a part of one line, or all that is left; the pieces go back to the stock or not.</summary>
    public static RefundOrderRequest Refund(Order order, Random random)
    {
        var request = new RefundOrderRequest { RequestId = Basket.NewId(), OrderId = order.OrderId, Reason = Reasons[random.Next(Reasons.Count)] };
        switch (random.Next(6))
        {
            case < 2:
                var left = order.Total.MinorUnits - order.RefundedTotal.MinorUnits;
                request.Amount = new Money { CurrencyCode = order.Total.CurrencyCode, MinorUnits = random.NextInt64(1, Math.Max(2, left / 2)) };
                break;
            case < 5:
                request.Restock = random.Next(2) == 0;
                request.Lines.Add(Part(order, line => line.Quantity - line.RefundedQuantity, random));
                break;
            default:
                request.Restock = random.Next(2) == 0;
                break;
        }

        return request;
    }

    private static LineQuantity Part(Order order, Func<OrderLine, int> left, Random random)
    {
        var line = order.Lines[random.Next(order.Lines.Count)];
        return new LineQuantity { Sku = line.Sku, Quantity = random.Next(1, Math.Max(1, left(line)) + 1) };
    }
}
