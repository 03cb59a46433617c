using System.Threading.Channels;
using Grpc.Core;
using Shop.Contracts.Order.V1;
using Shop.Load.Journals;
using Shop.ServiceDefaults.Grpc;

namespace Shop.Load.Chaos;

/// <summary>Somebody who buys one thing after the other, whatever happens to the shop, and notes what was promised.</summary>
internal sealed class Shopper(ShopDoor door, IReadOnlyList<string> skus, Journal journal, LoadFigures figures, Random random, ChannelWriter<Order> confirmed)
{
    private const int MostLines = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LongestThought = TimeSpan.FromSeconds(1);
    private readonly Basket _basket = new(door, random);

    /// <summary>Shops until told to stop.</summary>
    /// <param name="stop">No further purchase.</param>
    /// <param name="patience">The purchase at hand is not waited for any longer either.</param>
    public async Task RunAsync(CancellationToken stop, CancellationToken patience)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await BuyAsync(stop, patience);
                await Task.Delay(LongestThought * random.NextDouble(), stop);
            }
            catch (RpcException exception) when (!stop.IsCancellationRequested)
            {
                figures.Complain($"a call was answered {exception.StatusCode} {ShopErrors.ReasonOf(exception)}: {exception.Status.Detail}");
            }
            catch (Exception exception) when (exception is OperationCanceledException or RpcException && stop.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task BuyAsync(CancellationToken stop, CancellationToken patience)
    {
        if (await _basket.FillAsync(skus, random.Next(1, MostLines + 1), stop) is not { Lines.Count: > 0 } cart)
        {
            return;
        }

        // From here on there may be an order, so that the answer is waited for even when the shop closes.
        if (await PlaceAsync(Basket.Order(cart, PaymentTokens.Any(random)), patience) is not { } order)
        {
            return;
        }

        if (random.Next(10) == 0)
        {
            await CancelAsync(order, patience);
        }
        else if (random.Next(4) > 0)
        {
            await FollowToTheEndAsync(order, stop, patience);
        }
    }

    // What is confirmed the shop's clerks go on with; now and then its owner wants to be rid of it just then.
    private async Task FollowToTheEndAsync(Order order, CancellationToken stop, CancellationToken patience)
    {
        if (await FollowAsync(order, Patience, stop) == OrderState.Confirmed)
        {
            confirmed.TryWrite(order);
            if (random.Next(12) == 0)
            {
                await CancelAsync(order, patience);
            }
        }
    }

    /// <summary>Orders, as often as it takes to know.</summary>
    /// <returns>The order; null when it was refused.</returns>
    public async Task<Order?> PlaceAsync(PlaceOrderRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var order = await CallAsync();
            journal.Placed(request.RequestId, order);
            figures.Count("placed");
            if (!order.Total.Equals(request.ExpectedTotal))
            {
                figures.Complain($"order {order.OrderId} costs {order.Total}, agreed was {request.ExpectedTotal}");
            }

            if (random.Next(5) == 0 && await CallAsync() is var again && again.OrderId != order.OrderId)
            {
                figures.Complain($"request {request.RequestId} made order {order.OrderId}, and repeated {again.OrderId}");
            }

            return order;
        }
        catch (RpcException refusal) when (refusal.StatusCode is StatusCode.FailedPrecondition or StatusCode.Aborted)
        {
            journal.Refused(request.RequestId, ShopErrors.ReasonOf(refusal) ?? "");
            figures.Count($"refused {ShopErrors.ReasonOf(refusal)}");
            return null;
        }

        async Task<Order> CallAsync() => await door.CallAsync((shop, options) => shop.Order.PlaceOrderAsync(request, options), cancellationToken);
    }

    /// <summary>Follows an order until it is decided, or for as long as somebody has patience.</summary>
    /// <returns>Its last known state.</returns>
    public async Task<OrderState> FollowAsync(Order order, TimeSpan patience, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(patience);
        while (!limit.IsCancellationRequested)
        {
            try
            {
                using var watch = door.Client.Order.WatchOrder(new WatchOrderRequest { OrderId = order.OrderId }, cancellationToken: limit.Token);
                await foreach (var change in watch.ResponseStream.ReadAllAsync(limit.Token))
                {
                    if (change.Order.State != OrderState.AwaitingPayment)
                    {
                        figures.Count($"seen {change.Order.State}");
                        return change.Order.State;
                    }
                }
            }
            catch (RpcException exception) when (ShopDoor.IsUncertain(exception) || ShopErrors.ReasonOf(exception) == "TOKEN_EXPIRED")
            {
                if (!await RestAsync(limit.Token))
                {
                    break;
                }
            }
            catch (RpcException exception) when (exception.StatusCode == StatusCode.NotFound)
            {
                figures.Complain($"order {order.OrderId} was accepted and is not there");
                throw;
            }
            catch (OperationCanceledException) when (limit.IsCancellationRequested)
            {
                break;
            }
        }

        figures.Count("seen still undecided");
        return order.State;
    }

    private async Task CancelAsync(Order order, CancellationToken cancellationToken)
    {
        var request = new CancelOrderRequest { RequestId = Basket.NewId(), OrderId = order.OrderId };
        try
        {
            await Task.Delay(LongestThought * (random.NextDouble() / 2), cancellationToken);
            var cancelled = await door.CallAsync((shop, options) => shop.Order.CancelOrderAsync(request, options), cancellationToken);
            if (cancelled.State != OrderState.Cancelled)
            {
                figures.Complain($"order {order.OrderId} was cancelled and is {cancelled.State}");
            }

            journal.Cancelled(request.RequestId, order.OrderId);
            figures.Count("cancelled");
        }
        catch (RpcException refusal) when (refusal.StatusCode is StatusCode.FailedPrecondition or StatusCode.Aborted)
        {
            figures.Count("cancel refused");
        }
    }

    private static async Task<bool> RestAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(TimeSpan.FromMilliseconds(250), cancellationToken);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
