using Shop.Contracts.Order.V1;
using Shop.Contracts.Payment.V1;

namespace Shop.Tests.Integration.Orders;

/// <summary>Orders of which no event tells how their payment went.</summary>
public sealed class DeadlineTests(ShopServers servers) : OrderTest(servers)
{
    private protected override IEnumerable<KeyValuePair<string, string?>> Settings =>
    [
        new("Order:PaymentDeadline", "00:00:03"),
        new("Order:AskAfter", "00:00:00.2"),
        new("Order:AskInterval", "00:00:00.2"),
        new("Order:SweepInterval", "00:00:00.1"),
    ];

    [Fact]
    public async Task Authorized_TheEventWasLost_IsConfirmedByAsking()
    {
        var order = await PlaceAsync("ada");
        Money[order.OrderId] = PaymentState.Authorized;

        await WaitForAsync(order, OrderState.Confirmed);

        await ShouldSettleAsync(order.OrderId, OrderState.Confirmed);
    }

    [Fact]
    public async Task Declined_TheEventWasLost_IsCancelledByAsking()
    {
        var order = await PlaceAsync("ada");
        Money[order.OrderId] = PaymentState.Declined;

        (await WaitForAsync(order, OrderState.Cancelled)).CancelReason.ShouldBe(CancelReason.PaymentDeclined);
        await ShouldSettleAsync(order.OrderId, OrderState.Cancelled);
    }

    [Theory]
    [InlineData(PaymentState.Pending)]
    [InlineData(PaymentState.Unspecified)]
    public async Task Uncertain_AtTheDeadline_IsCancelledAndWhatComesLaterUndone(PaymentState payment)
    {
        var order = await PlaceAsync("ada");
        if (payment != PaymentState.Unspecified)
        {
            Money[order.OrderId] = payment;
        }

        var cancelled = await WaitForAsync(order, OrderState.Cancelled);

        cancelled.CancelReason.ShouldBe(CancelReason.PaymentTimedOut);
        cancelled.CancelTime.ShouldBeGreaterThanOrEqualTo(order.ExpireTime);
        await ShouldSettleAsync(order.OrderId, OrderState.Cancelled);
        await TellAsync(new PaymentAuthorized { OrderId = order.OrderId });
        await DeliveredAsync();
        (await WaitForAsync(order, OrderState.Cancelled)).ShouldBe(cancelled);
    }

    [Fact]
    public async Task PaymentIsAway_UntilAfterTheDeadline_IsCancelled()
    {
        Money.IsAway = true;
        var order = await PlaceAsync("ada");
        Money[order.OrderId] = PaymentState.Authorized;

        (await WaitForAsync(order, OrderState.Cancelled)).CancelReason.ShouldBe(CancelReason.PaymentTimedOut);
        await ShouldSettleAsync(order.OrderId, OrderState.Cancelled);
    }

    [Fact]
    public async Task PaymentIsAway_AndBackInTime_IsConfirmed()
    {
        Money.IsAway = true;
        var order = await PlaceAsync("ada");
        Money[order.OrderId] = PaymentState.Authorized;
        await EventuallyAsync(async () => await ScalarAsync<bool>("SELECT check_time > create_time + interval '0.3 s' FROM orders"), "a look at the order");

        Money.IsAway = false;

        await WaitForAsync(order, OrderState.Confirmed);
    }

    [Fact]
    public async Task InventoryIsAway_AtTheDeadlineOfAPaidOrder_WaitsForIt()
    {
        var order = await PlaceAsync("ada");
        Stock.IsAway = true;
        Money[order.OrderId] = PaymentState.Authorized;
        await EventuallyAsync(async () => await ScalarAsync<bool>("SELECT check_time > expire_time + interval '0.3 s' FROM orders"), "looks at the order after its deadline");

        Stock.IsAway = false;

        await WaitForAsync(order, OrderState.Confirmed);
    }

    [Fact]
    public async Task ManyOrders_ThreeReplicas_EachIsResolvedOnce()
    {
        await StartReplicaAsync();
        await StartReplicaAsync();
        var orders = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => PlaceAsync($"shopper-{i}")));
        for (var i = 0; i < orders.Length; i++)
        {
            Money[orders[i].OrderId] = i % 2 == 0 ? PaymentState.Authorized : PaymentState.Declined;
        }

        for (var i = 0; i < orders.Length; i++)
        {
            await WaitForAsync(orders[i], i % 2 == 0 ? OrderState.Confirmed : OrderState.Cancelled);
        }

        await EventuallyAsync(() => Task.FromResult(Events.Of<OrderConfirmed>().Count + Events.Of<OrderCancelled>().Count >= 40), "all events");
        Events.Of<OrderConfirmed>().Select(confirmed => confirmed.OrderId).ShouldBeUnique();
        Events.Of<OrderCancelled>().Select(cancelled => cancelled.OrderId).ShouldBeUnique();
    }
}
