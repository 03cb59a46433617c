using Grpc.Core;
using Shop.Contracts.Order.V1;
using Shop.ServiceDefaults.Grpc;
using Shop.ServiceDefaults.Security;

namespace Shop.Orders;

/// <summary>The Order service as its contract states it.</summary>
internal sealed class OrderGrpc(OrderStore store, PlaceOrderHandler placing, OrderChanges changes, TimeProvider time) : OrderService.OrderServiceBase
{
    // Signals come within milliseconds; this is for those that were lost with the broker.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    public override Task<Order> PlaceOrder(PlaceOrderRequest request, ServerCallContext context)
    {
        PlaceOrderValidation.Validate(request);
        return placing.PlaceAsync(request, Caller.Of(context), context.CancellationToken);
    }

    public override Task<Order> GetOrder(GetOrderRequest request, ServerCallContext context)
    {
        new Violations().RequireUuid(request.OrderId, "order_id").ThrowIfAny();
        return OwnAsync(request.OrderId, context);
    }

    public override async Task WatchOrder(WatchOrderRequest request, IServerStreamWriter<WatchOrderResponse> responseStream, ServerCallContext context)
    {
        new Violations().RequireUuid(request.OrderId, "order_id").ThrowIfAny();
        using var subscription = changes.Watch(Guid.Parse(request.OrderId));
        var lastEtag = "";
        while (true)
        {
            var order = await OwnAsync(request.OrderId, context);
            if (order.Etag != lastEtag)
            {
                lastEtag = order.Etag;
                await responseStream.WriteAsync(new WatchOrderResponse { Order = order }, context.CancellationToken);
            }

            if (OrderMoves.IsFinal(order.State))
            {
                return;
            }

            await subscription.WaitAsync(LongestWait, time, context.CancellationToken);
        }
    }

    public override Task<ListOrdersResponse> ListOrders(ListOrdersRequest request, ServerCallContext context) => throw ShopErrors.Unimplemented(nameof(ListOrders));

    public override Task<Order> CancelOrder(CancelOrderRequest request, ServerCallContext context) => throw ShopErrors.Unimplemented(nameof(CancelOrder));

    public override Task<Order> ShipOrder(ShipOrderRequest request, ServerCallContext context) => throw ShopErrors.Unimplemented(nameof(ShipOrder));

    public override Task<Order> DeliverOrder(DeliverOrderRequest request, ServerCallContext context) => throw ShopErrors.Unimplemented(nameof(DeliverOrder));

    public override Task<Order> RefundOrder(RefundOrderRequest request, ServerCallContext context) => throw ShopErrors.Unimplemented(nameof(RefundOrder));

    // Somebody else's order is answered like one that does not exist.
    private async Task<Order> OwnAsync(string orderId, ServerCallContext context)
    {
        var order = await store.FindAsync(Guid.Parse(orderId), context.CancellationToken);
        return order is not null && order.OwnerId == Caller.Of(context).Id ? order : throw ShopErrors.NotFound("order", orderId);
    }
}
