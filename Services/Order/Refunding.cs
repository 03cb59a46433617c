using Shop.Contracts.Order.V1;
using Shop.Contracts.Types.V1;
using Shop.ServiceDefaults.Grpc;

namespace Shop.Orders;

/// <summary>How money is given back: for an amount, for some pieces, or for all that is left. Pure.</summary>
internal static class Refunding
{
    /// <summary>What of the order's total was not given back yet.</summary>
    public static Money Left(Order order) => new() { CurrencyCode = order.Total.CurrencyCode, MinorUnits = order.Total.MinorUnits - order.RefundedTotal.MinorUnits };

    /// <summary>Money is given back. Its amount and its pieces never exceed what is left of the order.</summary>
    /// <exception cref="Grpc.Core.RpcException">The order is not to be refunded, or not so much of it.</exception>
    public static OrderDecision Refund(Order order, RefundOrderRequest request, Guid refundId, DateTimeOffset now)
    {
        if (!OrderMoves.MayGo(order.State, OrderState.Refunded))
        {
            throw OrderRefusals.WrongState(order, "Only an order whose payment is certain is refunded.");
        }

        var next = OrderDecisions.Next(order, now);
        var lines = request.Lines.Count == 0 && request.Amount is not null ? [] : Quantities.Of(next, request.Lines, line => line.Quantity - line.RefundedQuantity);
        var refund = new Refund
        {
            RefundId = refundId.ToString(),
            Lines = { Quantities.ToMessages(lines) },
            Amount = AmountOf(order, request, lines),
            Reason = request.Reason,
            Note = request.Note,
            Restock = request.Restock,
            CreateTime = next.UpdateTime,
        };
        foreach (var (line, quantity) in lines)
        {
            line.WithdrawnQuantity += Withdrawn(line, quantity, request.Reason);
            line.RefundedQuantity += quantity;
        }

        next.Refunds.Add(refund);
        next.RefundedTotal.MinorUnits += refund.Amount.MinorUnits;
        return Conclude(order.State, next, refund);
    }

    private static OrderDecision Conclude(OrderState before, Order next, Refund refund)
    {
        if (next.RefundedTotal.MinorUnits == next.Total.MinorUnits)
        {
            next.State = OrderState.Refunded;
        }
        else
        {
            // What was given back unshipped may have been the last that was waited for.
            Fulfilment.GoOn(next);
        }

        var told = OrderEvents.Refunded(next, refund);
        return next.State == OrderState.Delivered && before != OrderState.Delivered
            ? new OrderDecision(next, told, OrderEvents.Delivered(next))
            : new OrderDecision(next, told);
    }

    private static Money AmountOf(Order order, RefundOrderRequest request, IReadOnlyList<(OrderLine Line, int Quantity)> lines)
    {
        var left = Left(order);
        var amount = request switch
        {
            { Amount: { } stated } => stated.CurrencyCode == left.CurrencyCode
                ? stated
                : throw ShopErrors.InvalidArgument("amount.currency_code", $"must be {left.CurrencyCode}, as the order is"),
            { Lines.Count: > 0 } => new Money { CurrencyCode = left.CurrencyCode, MinorUnits = lines.Sum(entry => checked(entry.Line.UnitPrice.MinorUnits * entry.Quantity)) },
            _ => left,
        };
        return amount.MinorUnits >= 1 && amount.MinorUnits <= left.MinorUnits ? amount : throw OrderRefusals.AmountExceeded(left);
    }

    // Pieces that have been shipped and not refunded yet are taken first; the others will not be shipped any more. Good will leaves
    // the owner what was ordered.
    private static int Withdrawn(OrderLine line, int quantity, RefundReason reason)
    {
        var returnable = Math.Max(0, line.ShippedQuantity - (line.RefundedQuantity - line.WithdrawnQuantity));
        return reason == RefundReason.Goodwill ? 0 : Math.Clamp(quantity - returnable, 0, Fulfilment.LeftToShip(line));
    }
}
