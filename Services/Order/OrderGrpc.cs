using Google.Protobuf;
using Grpc.Core;
using Shop.Contracts.Order.V1;
using Shop.ServiceDefaults.Grpc;
using Shop.ServiceDefaults.Postgres;
using Shop.ServiceDefaults.Security;

namespace Shop.Orders;

/// <summary>The Order service as its contract states it.</summary>
internal sealed class OrderGrpc(OrderStore store, OrderPages pages, RequestIds requests, PlaceOrderHandler placing, OrderWatch watch, TimeProvider time)
    : OrderService.OrderServiceBase
{
    public override Task<Order> PlaceOrder(PlaceOrderRequest request, ServerCallContext context)
    {
        PlaceOrderValidation.Validate(request);
        return placing.PlaceAsync(request, Caller.Of(context), context.CancellationToken);
    }

    public override Task<Order> GetOrder(GetOrderRequest request, ServerCallContext context)
    {
        new Violations().RequireUuid(request.OrderId, "order_id").ThrowIfAny();
        return FindAsync(request.OrderId, context);
    }

    public override Task<ListOrdersResponse> ListOrders(ListOrdersRequest request, ServerCallContext context) =>
        pages.ListAsync(request, Caller.Of(context).Id, context.CancellationToken);

    public override Task<Order> CancelOrder(CancelOrderRequest request, ServerCallContext context)
    {
        OrderValidation.Validate(request);
        var caller = Caller.Of(context);
        return ChangeAsync(request, request.RequestId, request.OrderId, request.Etag, context, order => OrderDecisions.Cancel(order, OrderAccess.CancelReasonOf(order, caller), Now));
    }

    public override Task WatchOrder(WatchOrderRequest request, IServerStreamWriter<WatchOrderResponse> responseStream, ServerCallContext context)
    {
        new Violations().RequireUuid(request.OrderId, "order_id").ThrowIfAny();
        return watch.WatchAsync(request.OrderId, Caller.Of(context), responseStream, context.CancellationToken);
    }

    public override Task<Order> ShipOrder(ShipOrderRequest request, ServerCallContext context)
    {
        OrderValidation.Validate(request);
        var shipmentId = OrderIds.PartId(request.OrderId, "shipment", Caller.Of(context).Id, request.RequestId);
        return ChangeAsync(request, request.RequestId, request.OrderId, request.Etag, context, order => Fulfilment.Ship(order, request, shipmentId, Now));
    }

    public override Task<Order> DeliverOrder(DeliverOrderRequest request, ServerCallContext context)
    {
        OrderValidation.Validate(request);
        return ChangeAsync(request, request.RequestId, request.OrderId, request.Etag, context, order => Fulfilment.Deliver(order, request.ShipmentId, Now));
    }

    public override Task<Order> RefundOrder(RefundOrderRequest request, ServerCallContext context)
    {
        OrderValidation.Validate(request);
        var refundId = OrderIds.PartId(request.OrderId, "refund", Caller.Of(context).Id, request.RequestId);
        return ChangeAsync(request, request.RequestId, request.OrderId, request.Etag, context, order => Refunding.Refund(order, request, refundId, Now));
    }

    private DateTimeOffset Now => time.GetStoredUtcNow();

    private async Task<Order> FindAsync(string orderId, ServerCallContext context)
    {
        var order = await store.FindAsync(Guid.Parse(orderId), context.CancellationToken) ?? throw OrderRefusals.NotFound(orderId);
        OrderAccess.Check(order, Caller.Of(context));
        return order;
    }

    private async Task<Order> ChangeAsync<TRequest>(
        TRequest request, string requestId, string orderId, string etag, ServerCallContext context, Func<Order, OrderDecision?> decide)
        where TRequest : IMessage<TRequest>
    {
        var caller = Caller.Of(context);
        var key = RequestKey.Of(context.Method[1..], caller.Id, requestId.ToLowerInvariant(), request);
        try
        {
            return await store.ChangeAsync(
                key,
                Guid.Parse(orderId),
                order =>
                {
                    OrderAccess.Check(order, caller);
                    return etag.Length == 0 || etag == order.Etag ? decide(order) : throw OrderRefusals.EtagMismatch();
                },
                context.CancellationToken) ?? throw OrderRefusals.NotFound(orderId);
        }
        catch (RpcException)
        {
            // An earlier try of the same request may be why it is refused now. Then its answer is the answer.
            if (await requests.FindAsync<Order>(key, context.CancellationToken) is { } answer)
            {
                return answer;
            }

            throw;
        }
    }
}
