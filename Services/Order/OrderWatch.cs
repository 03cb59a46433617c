using Grpc.Core;
using Shop.Contracts.Order.V1;
using Shop.ServiceDefaults.Security;

namespace Shop.Orders;

/// <summary>Tells a caller how an order goes on. What is told is always read: a signal only says that there may be something to read.</summary>
internal sealed class OrderWatch(OrderStore store, OrderChanges changes, IHostApplicationLifetime lifetime)
{
    public async Task WatchAsync(string orderId, Caller caller, IServerStreamWriter<WatchOrderResponse> responses, CancellationToken cancellationToken)
    {
        // A replica that stops lets its watchers go at once; another one tells them the rest.
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        using var subscription = changes.Watch(Guid.Parse(orderId));
        for (var told = 0; ; await subscription.WaitAsync(either.Token))
        {
            var order = await store.FindAsync(subscription.OrderId, either.Token) ?? throw OrderRefusals.NotFound(orderId);
            OrderAccess.Check(order, caller);
            var revision = Etags.RevisionOf(order.Etag);
            if (revision != told)
            {
                await responses.WriteAsync(new WatchOrderResponse { Order = order }, either.Token);
                told = revision;
                subscription.See(revision);
            }

            if (OrderMoves.IsFinal(order.State))
            {
                return;
            }
        }
    }
}
