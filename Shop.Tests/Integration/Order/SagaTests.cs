using Grpc.Core;
using Shop.Contracts.Inventory.V1;
using Shop.Contracts.Order.V1;
using Shop.Contracts.Payment.V1;

namespace Shop.Tests.Integration.Orders;

public sealed class SagaTests(ShopServers servers) : OrderTest(servers)
{
    [Fact]
    public async Task Authorized_StockIsHeld_CommitsConfirmsAndHasTheMoneyCaptured()
    {
        var order = await PlaceAsync("ada");
        await AuthorizeAsync(order.OrderId);

        var confirmed = await WaitForAsync(order, OrderState.Confirmed);

        confirmed.ExpireTime.ShouldBeNull();
        confirmed.ConfirmTime.ShouldNotBeNull();
        await ShouldSettleAsync(order.OrderId, OrderState.Confirmed);
        Events.Of<OrderConfirmed>().ShouldHaveSingleItem().Total.ShouldBe(order.Total);
    }

    [Fact]
    public async Task Declined_IsCancelledAndTheStockIsBack()
    {
        var order = await PlaceAsync("ada");
        Money[order.OrderId] = PaymentState.Declined;
        await TellAsync(new PaymentDeclined { OrderId = order.OrderId, Reason = DeclineReason.InsufficientFunds });

        (await WaitForAsync(order, OrderState.Cancelled)).CancelReason.ShouldBe(CancelReason.PaymentDeclined);
        await ShouldSettleAsync(order.OrderId, OrderState.Cancelled);
        Stock.CommitsOf(order.OrderId).ShouldBe(0);
    }

    [Fact]
    public async Task Authorized_ReservationExpiredAndStockStillThere_IsConfirmed()
    {
        var order = await PlaceAsync("ada");
        Stock.Expire(order.OrderId);

        await AuthorizeAsync(order.OrderId);

        await WaitForAsync(order, OrderState.Confirmed);
    }

    [Fact]
    public async Task Authorized_StockIsGone_IsCancelledAndTheMoneyLetGo()
    {
        var order = await PlaceAsync("ada");
        Stock.Expire(order.OrderId);
        Stock.IsSoldOut = true;

        await AuthorizeAsync(order.OrderId);

        (await WaitForAsync(order, OrderState.Cancelled)).CancelReason.ShouldBe(CancelReason.OutOfStock);
        await ShouldSettleAsync(order.OrderId, OrderState.Cancelled);
    }

    [Fact]
    public async Task Authorized_ReservationWasReleased_IsCancelled()
    {
        var order = await PlaceAsync("ada");
        Stock.Release(order.OrderId);

        await AuthorizeAsync(order.OrderId);

        (await WaitForAsync(order, OrderState.Cancelled)).CancelReason.ShouldBe(CancelReason.OutOfStock);
    }

    [Fact]
    public async Task Authorized_InventoryIsAway_WaitsForItAsOftenAsItTakes()
    {
        var order = await PlaceAsync("ada");
        Stock.IsAway = true;
        await AuthorizeAsync(order.OrderId);
        // More tries than a message has that is to blame itself.
        await EventuallyAsync(() => Task.FromResult(Counts.Retried >= 6), "tries of the event");

        Stock.IsAway = false;

        await WaitForAsync(order, OrderState.Confirmed);
    }

    [Fact]
    public async Task Authorized_AfterTheCancellation_ChangesNothing()
    {
        var order = await PlaceAsync("ada");
        await Client("ada").CancelOrderAsync(new() { RequestId = NewId(), OrderId = order.OrderId });
        await ShouldSettleAsync(order.OrderId, OrderState.Cancelled);

        await TellAsync(new PaymentAuthorized { OrderId = order.OrderId });
        await DeliveredAsync();

        (await Client("ada").GetOrderAsync(new() { OrderId = order.OrderId })).CancelReason.ShouldBe(CancelReason.RequestedByOwner);
        Stock.CommitsOf(order.OrderId).ShouldBe(0);
        Events.Of<OrderConfirmed>().ShouldBeEmpty();
    }

    [Fact]
    public async Task EveryEvent_TwiceAndOutOfOrder_HasTheEffectOfOne()
    {
        var paid = await PlaceAsync("ada");
        var unpaid = await PlaceAsync("bob");
        Money[paid.OrderId] = PaymentState.Authorized;
        Money[unpaid.OrderId] = PaymentState.Declined;
        var id = Guid.CreateVersion7();

        // The same message again, the same content in another message, and what contradicts it, late.
        await TellAsync(new PaymentAuthorized { OrderId = paid.OrderId }, id);
        await TellAsync(new PaymentAuthorized { OrderId = paid.OrderId }, id);
        await TellAsync(new PaymentAuthorized { OrderId = paid.OrderId });
        await TellAsync(new PaymentDeclined { OrderId = unpaid.OrderId });
        await TellAsync(new PaymentDeclined { OrderId = unpaid.OrderId });
        await WaitForAsync(paid, OrderState.Confirmed);
        await WaitForAsync(unpaid, OrderState.Cancelled);
        await TellAsync(new PaymentDeclined { OrderId = paid.OrderId });
        await TellAsync(new PaymentAuthorized { OrderId = unpaid.OrderId });
        await DeliveredAsync();

        (await WaitForAsync(paid, OrderState.Confirmed)).Etag.ShouldBe("\"2\"");
        (await WaitForAsync(unpaid, OrderState.Cancelled)).CancelReason.ShouldBe(CancelReason.PaymentDeclined);
        await ShouldSettleAsync(paid.OrderId, OrderState.Confirmed);
        await ShouldSettleAsync(unpaid.OrderId, OrderState.Cancelled);
        Events.Of<OrderConfirmed>().ShouldHaveSingleItem();
        Events.Of<OrderCancelled>().ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cancel_WhileTheCommitIsUnderWay_CancelsAndGivesBackStockAndMoney(bool committedFirst)
    {
        var reached = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        Func<string, Task> stop = async _ =>
        {
            reached.TrySetResult();
            await goOn.Task;
        };
        (Stock.BeforeCommit, Stock.AfterCommit) = committedFirst ? (Stock.BeforeCommit, stop) : (stop, Stock.AfterCommit);
        var order = await PlaceAsync("ada");
        await AuthorizeAsync(order.OrderId);
        await reached.Task.WaitAsync(Patience);

        await Client("ada").CancelOrderAsync(new() { RequestId = NewId(), OrderId = order.OrderId });
        await ShouldSettleAsync(order.OrderId, OrderState.Cancelled);
        goOn.SetResult();
        await DeliveredAsync();

        (await WaitForAsync(order, OrderState.Cancelled)).CancelReason.ShouldBe(CancelReason.RequestedByOwner);
        await ShouldSettleAsync(order.OrderId, OrderState.Cancelled);
        Stock.StateOf(order.OrderId).ShouldBe(ReservationState.Released);
        Events.Of<OrderConfirmed>().ShouldBeEmpty();
    }

    [Fact]
    public async Task Cancel_AtAnyMoment_EndsConsistent()
    {
        // No stops here: what the scheduler makes of it, many times.
        var orders = await Task.WhenAll(Enumerable.Range(0, 60).Select(async i =>
        {
            var order = await PlaceAsync($"shopper-{i}");
            var authorize = AuthorizeAsync(order.OrderId);
            for (var spin = 0; spin < i % 12; spin++)
            {
                await Client(order.OwnerId).GetOrderAsync(new() { OrderId = order.OrderId });
            }

            await Client(order.OwnerId).CancelOrderAsync(new() { RequestId = NewId(), OrderId = order.OrderId });
            await authorize;
            return order;
        }));
        await DeliveredAsync();

        foreach (var order in orders)
        {
            await WaitForAsync(order, OrderState.Cancelled);
            await ShouldSettleAsync(order.OrderId, OrderState.Cancelled);
        }
    }

    [Fact]
    public async Task Authorized_OrderDiesAfterTheCommit_IsConfirmedByTheNextTry()
    {
        var tries = 0;
        Stock.AfterCommit = _ => Interlocked.Increment(ref tries) == 1 ? throw new RpcException(new Status(StatusCode.Internal, "died")) : Task.CompletedTask;
        var order = await PlaceAsync("ada");

        await AuthorizeAsync(order.OrderId);

        await WaitForAsync(order, OrderState.Confirmed);
        tries.ShouldBe(2);
        Stock.StateOf(order.OrderId).ShouldBe(ReservationState.Committed);
    }
}
