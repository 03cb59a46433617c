using Google.Protobuf.WellKnownTypes;
using Shop.Contracts.Order.V1;

namespace Shop.Orders;

/// <summary>How an order is confirmed, and how it is cancelled. Pure; null when there is nothing to do.</summary>
internal static class OrderDecisions
{
    /// <summary>Its stock has left the shelf for it, and its payment is certain.</summary>
    public static OrderDecision? Confirm(Order order, DateTimeOffset now)
    {
        if (!OrderMoves.MayGo(order.State, OrderState.Confirmed))
        {
            return null;
        }

        var next = Next(order, now);
        next.State = OrderState.Confirmed;
        next.ExpireTime = null;
        next.ConfirmTime = next.UpdateTime;
        return new OrderDecision(next, OrderEvents.Confirmed(next));
    }

    /// <summary>Something came between that makes it impossible: only an order that still waits for its payment is cancelled by it.</summary>
    public static OrderDecision? GiveUp(Order order, CancelReason reason, DateTimeOffset now) =>
        order.State == OrderState.AwaitingPayment ? Cancel(order, reason, now) : null;

    /// <summary>Somebody who may does not want it any more.</summary>
    /// <exception cref="Grpc.Core.RpcException">It is too late for that.</exception>
    public static OrderDecision? Cancel(Order order, CancelReason reason, DateTimeOffset now)
    {
        if (order.State == OrderState.Cancelled)
        {
            return null;
        }

        if (!OrderMoves.MayGo(order.State, OrderState.Cancelled))
        {
            throw OrderRefusals.WrongState(order, "An order can only be cancelled before it is on its way.");
        }

        // What has left the house or was given back already is not undone by a cancellation.
        if (order.Shipments.Count > 0 || order.Refunds.Count > 0)
        {
            throw OrderRefusals.WrongState(order, "Something of the order was shipped or refunded; the rest of it can be refunded.");
        }

        var next = Next(order, now);
        next.State = OrderState.Cancelled;
        next.CancelReason = reason;
        next.ExpireTime = null;
        next.CancelTime = next.UpdateTime;
        return new OrderDecision(next, OrderEvents.Cancelled(next));
    }

    /// <summary>A copy of the order to change, as its next version.</summary>
    public static Order Next(Order order, DateTimeOffset now)
    {
        var next = order.Clone();
        next.UpdateTime = now.ToTimestamp();
        next.Etag = Etags.After(order.Etag);
        return next;
    }
}
