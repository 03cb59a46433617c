using Grpc.Core;
using Shop.Contracts.Order.V1;
using Shop.Tests.Integration.Messaging;

namespace Shop.Tests.Integration.Orders;

public sealed class WatchOrderTests(ShopServers servers) : OrderTest(servers)
{
    // The tests' own line to the broker, to be cut.
    private readonly Cable _cable = Lay(servers);

    private protected override string BrokerAddress => new UriBuilder(Broker) { Port = _cable.Port }.ToString();

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _cable.DisposeAsync();
    }

    [Fact]
    public async Task Watch_OnTwoReplicas_SeesEveryMoveToTheEnd()
    {
        var other = await StartReplicaAsync();
        var order = await PlaceAsync("ada");
        using var here = Client("ada").WatchOrder(new() { OrderId = order.OrderId });
        using var there = Client("ada", replica: other).WatchOrder(new() { OrderId = order.OrderId });
        (await NextAsync(here)).ShouldBe(order);
        (await NextAsync(there)).ShouldBe(order);

        await AuthorizeAsync(order.OrderId);
        await BothAsync(OrderState.Confirmed);
        await Admin.ShipOrderAsync(new() { RequestId = NewId(), OrderId = order.OrderId });
        await BothAsync(OrderState.Shipped);
        await Admin.DeliverOrderAsync(new() { RequestId = NewId(), OrderId = order.OrderId });
        await BothAsync(OrderState.Delivered);
        await Admin.RefundOrderAsync(new() { RequestId = NewId(), OrderId = order.OrderId, Reason = RefundReason.Returned });
        await BothAsync(OrderState.Refunded);
        (await here.ResponseStream.MoveNext(CancellationToken.None)).ShouldBeFalse();
        (await there.ResponseStream.MoveNext(CancellationToken.None)).ShouldBeFalse();

        async Task BothAsync(OrderState state)
        {
            (await NextAsync(here)).State.ShouldBe(state);
            (await NextAsync(there)).State.ShouldBe(state);
        }
    }

    [Fact]
    public async Task Watch_BrokerIsAwayWhileItHappens_TheLastStateArrives()
    {
        var other = await StartReplicaAsync();
        var order = await ConfirmedAsync("ada");
        using var there = Client("ada", replica: other).WatchOrder(new() { OrderId = order.OrderId });
        (await NextAsync(there)).State.ShouldBe(OrderState.Confirmed);

        await _cable.CutAsync();
        await Client("ada").CancelOrderAsync(new() { RequestId = NewId(), OrderId = order.OrderId });

        // No signal can have come to that replica.
        (await NextAsync(there)).State.ShouldBe(OrderState.Cancelled);
        (await there.ResponseStream.MoveNext(CancellationToken.None)).ShouldBeFalse();
        _cable.Mend();
    }

    [Fact]
    public async Task Watch_AnEndedOrder_TellsItAndEnds()
    {
        var order = await PlaceAsync("ada");
        await Client("ada").CancelOrderAsync(new() { RequestId = NewId(), OrderId = order.OrderId });
        using var watch = Client("ada").WatchOrder(new() { OrderId = order.OrderId });

        (await NextAsync(watch)).State.ShouldBe(OrderState.Cancelled);

        (await watch.ResponseStream.MoveNext(CancellationToken.None)).ShouldBeFalse();
    }

    [Fact]
    public async Task Watch_TheReplicaStops_LetsTheWatcherGoToAnother()
    {
        var other = await StartReplicaAsync();
        var order = await PlaceAsync("ada");
        using var watch = Client("ada", replica: other).WatchOrder(new() { OrderId = order.OrderId });
        await NextAsync(watch);
        var next = NextAsync(watch);

        await other.App.StopAsync();

        (await Should.ThrowAsync<RpcException>(() => next)).StatusCode.ShouldBe(StatusCode.Unavailable);
    }

    private static Cable Lay(ShopServers servers) => new("127.0.0.1", new Uri(servers.Broker).Port);

    private static async Task<Contracts.Order.V1.Order> NextAsync(AsyncServerStreamingCall<WatchOrderResponse> watch)
    {
        (await watch.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Patience)).ShouldBeTrue();
        return watch.ResponseStream.Current.Order;
    }
}
