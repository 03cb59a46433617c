using System.Collections.Frozen;
using Shop.Contracts.Order.V1;

namespace Shop.Orders;

/// <summary>The state machine, as one table: which state an order may go to from which. Whatever is not here is a wrong move.</summary>
internal static class OrderMoves
{
    private static readonly FrozenSet<(OrderState From, OrderState To)> Allowed = new[]
    {
        (OrderState.AwaitingPayment, OrderState.Confirmed),
        (OrderState.AwaitingPayment, OrderState.Cancelled),
        (OrderState.Confirmed, OrderState.Shipped),
        (OrderState.Confirmed, OrderState.Cancelled),
        (OrderState.Confirmed, OrderState.Refunded),
        (OrderState.Shipped, OrderState.Delivered),
        (OrderState.Shipped, OrderState.Refunded),
        (OrderState.Delivered, OrderState.Refunded),
    }.ToFrozenSet();

    /// <summary>Whether an order in one state may go to the other.</summary>
    public static bool MayGo(OrderState from, OrderState to) => Allowed.Contains((from, to));

    /// <summary>Whether an order stays in this state for good.</summary>
    public static bool IsFinal(OrderState state) => state is OrderState.Cancelled or OrderState.Refunded;
}
