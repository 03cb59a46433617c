using System.Threading.Channels;
using Grpc.Core;
using Shop.Contracts.Order.V1;
using Shop.Load.Journals;
using Shop.ServiceDefaults.Grpc;

namespace Shop.Load.Chaos;

/// <summary>An administrator who ships what was bought, in parts too, delivers it, gives money back and cancels, and notes what was answered.</summary>
internal sealed class Clerk(ShopDoor door, ChannelReader<Order> orders, Journal journal, LoadFigures figures, Random random)
{
    private const int MostActs = 4;

    /// <summary>Works on orders until told to stop.</summary>
    /// <param name="stop">No further act.</param>
    /// <param name="patience">The act at hand is not waited for any longer either.</param>
    public async Task RunAsync(CancellationToken stop, CancellationToken patience)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await WorkOnAsync(await orders.ReadAsync(stop), stop, patience);
            }
            catch (RpcException exception) when (!patience.IsCancellationRequested)
            {
                figures.Complain($"a clerk's call was answered {exception.StatusCode} {ShopErrors.ReasonOf(exception)}: {exception.Status.Detail}");
            }
            catch (Exception exception) when (exception is OperationCanceledException or RpcException)
            {
                return;
            }
        }
    }

    private async Task WorkOnAsync(Order order, CancellationToken stop, CancellationToken patience)
    {
        var current = order;
        for (var acts = random.Next(1, MostActs + 1); acts > 0 && !stop.IsCancellationRequested; acts--)
        {
            try
            {
                current = await ActAsync(current, patience);
            }
            catch (RpcException refusal) when (refusal.StatusCode is StatusCode.FailedPrecondition or StatusCode.Aborted)
            {
                figures.Count($"clerk was refused {ShopErrors.ReasonOf(refusal)}");
                return;
            }
        }
    }

    private Task<Order> ActAsync(Order order, CancellationToken cancellationToken) => random.Next(10) switch
    {
        < 4 => ShipAsync(order, cancellationToken),
        < 6 => DeliverAsync(order, cancellationToken),
        < 9 => RefundAsync(order, cancellationToken),
        _ => CancelAsync(order, cancellationToken),
    };

    private async Task<Order> ShipAsync(Order order, CancellationToken cancellationToken)
    {
        var request = ClerkRequests.Ship(order, random);
        var answer = await CallAsync((shop, options) => shop.Order.ShipOrderAsync(request, options), cancellationToken);
        journal.Shipped(request.RequestId, answer.OrderId, answer.Shipments[^1]);
        figures.Count("clerk shipped");
        return answer;
    }

    private async Task<Order> DeliverAsync(Order order, CancellationToken cancellationToken)
    {
        var request = ClerkRequests.Deliver(order, random);
        var answer = await CallAsync((shop, options) => shop.Order.DeliverOrderAsync(request, options), cancellationToken);
        foreach (var parcel in answer.Shipments.Where(shipment => shipment.DeliverTime is not null))
        {
            journal.Delivered(request.RequestId, answer.OrderId, parcel);
        }

        figures.Count("clerk delivered");
        return answer;
    }

    private async Task<Order> RefundAsync(Order order, CancellationToken cancellationToken)
    {
        var request = ClerkRequests.Refund(order, random);
        var answer = await CallAsync((shop, options) => shop.Order.RefundOrderAsync(request, options), cancellationToken);
        journal.Refunded(request.RequestId, answer.OrderId, answer.Refunds[^1]);
        figures.Count(request switch { { Amount: not null } => "clerk refunded an amount", { Restock: true } => "clerk refunded to stock", _ => "clerk refunded pieces" });
        return answer;
    }

    private async Task<Order> CancelAsync(Order order, CancellationToken cancellationToken)
    {
        var request = new CancelOrderRequest { RequestId = Basket.NewId(), OrderId = order.OrderId };
        var answer = await CallAsync((shop, options) => shop.Order.CancelOrderAsync(request, options), cancellationToken);
        journal.Cancelled(request.RequestId, answer.OrderId);
        figures.Count("clerk cancelled");
        return answer;
    }

    // Now and then a clerk presses the button twice.
    private async Task<Order> CallAsync(Func<ShopClient, CallOptions, AsyncUnaryCall<Order>> call, CancellationToken cancellationToken)
    {
        var answer = await door.CallAsync(call, cancellationToken);
        if (random.Next(4) == 0 && await door.CallAsync(call, cancellationToken) is var again && !again.Equals(answer))
        {
            figures.Complain($"order {answer.OrderId}: a repeated request was answered {again}, first {answer}");
        }

        return answer;
    }
}
