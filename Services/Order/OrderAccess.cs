using Shop.Contracts.Order.V1;
using Shop.ServiceDefaults.Security;

namespace Shop.Orders;

/// <summary>Whose an order is. An administrator may see and cancel anybody's.</summary>
internal static class OrderAccess
{
    /// <summary>Somebody else's order is answered like one that does not exist.</summary>
    /// <exception cref="Grpc.Core.RpcException">It is not the caller's.</exception>
    public static void Check(Order order, Caller caller)
    {
        if (order.OwnerId != caller.Id && !caller.IsAdmin)
        {
            throw OrderRefusals.NotFound(order.OrderId);
        }
    }

    public static CancelReason CancelReasonOf(Order order, Caller caller) =>
        order.OwnerId == caller.Id ? CancelReason.RequestedByOwner : CancelReason.RequestedByShop;
}
