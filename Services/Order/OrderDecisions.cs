using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Shop.Contracts.Order.V1;

namespace Shop.Orders;

/// <summary>What happens to an order when something is heard of it: its next version and what the shop is told. Pure; null when nothing happens.</summary>
internal static class OrderDecisions
{
    /// <summary>Its stock has left the shelf for it.</summary>
    public static (Order Order, IMessage Event)? Confirm(Order order, DateTimeOffset now)
    {
        if (!OrderMoves.MayGo(order.State, OrderState.Confirmed))
        {
            return null;
        }

        var next = Move(order, OrderState.Confirmed, CancelReason.Unspecified, now);
        return (next, OrderEvents.Confirmed(next));
    }

    /// <summary>It will not be fulfilled.</summary>
    public static (Order Order, IMessage Event)? Cancel(Order order, CancelReason reason, DateTimeOffset now)
    {
        if (!OrderMoves.MayGo(order.State, OrderState.Cancelled))
        {
            return null;
        }

        var next = Move(order, OrderState.Cancelled, reason, now);
        return (next, OrderEvents.Cancelled(next));
    }

    private static Order Move(Order order, OrderState state, CancelReason reason, DateTimeOffset now)
    {
        var next = order.Clone();
        next.State = state;
        next.CancelReason = reason;
        next.UpdateTime = now.ToTimestamp();
        return next;
    }
}
