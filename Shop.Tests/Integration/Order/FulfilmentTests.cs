using Grpc.Core;
using Shop.Contracts.Inventory.V1;
using Shop.Contracts.Order.V1;
using Shop.Contracts.Types.V1;
using Shop.ServiceDefaults.Security;

namespace Shop.Tests.Integration.Orders;

public sealed class FulfilmentTests(ShopServers servers) : OrderTest(servers)
{
    [Fact]
    public async Task Ship_InTwoParcels_IsShippedWithTheSecondAndDeliveredWithTheLastToArrive()
    {
        var order = await ConfirmedAsync("ada");

        var first = await Admin.ShipOrderAsync(new() { RequestId = NewId(), OrderId = order.OrderId, Lines = { new LineQuantity { Sku = "TEA", Quantity = 2 } }, Carrier = "DHL", TrackingNumber = "T1" });
        first.State.ShouldBe(OrderState.Confirmed);
        var second = await Admin.ShipOrderAsync(new() { RequestId = NewId(), OrderId = order.OrderId });
        second.State.ShouldBe(OrderState.Shipped);
        second.Shipments[1].Lines.ShouldBe([new LineQuantity { Sku = "CUP", Quantity = 1 }, new LineQuantity { Sku = "TEA", Quantity = 1 }]);
        var arrived = await Admin.DeliverOrderAsync(new() { RequestId = NewId(), OrderId = order.OrderId, ShipmentId = second.Shipments[1].ShipmentId });
        arrived.State.ShouldBe(OrderState.Shipped);
        var delivered = await Admin.DeliverOrderAsync(new() { RequestId = NewId(), OrderId = order.OrderId });

        delivered.State.ShouldBe(OrderState.Delivered);
        (await Client("ada").GetOrderAsync(new() { OrderId = order.OrderId })).ShouldBe(delivered);
        await EventuallyAsync(() => Task.FromResult(Events.Of<OrderDelivered>().Count == 1), "the event of the delivery");
        Events.Of<OrderShipped>().Select(shipped => shipped.Complete).ShouldBe([false, true]);
    }

    [Fact]
    public async Task Refund_OfAPieceThenOfTheRest_AddsUpToTheTotal()
    {
        var order = await ConfirmedAsync("ada");

        var part = await Admin.RefundOrderAsync(new() { RequestId = NewId(), OrderId = order.OrderId, Lines = { new LineQuantity { Sku = "TEA", Quantity = 1 } }, Reason = RefundReason.Defective, Restock = true });
        part.RefundedTotal.MinorUnits.ShouldBe(500);
        part.Lines[1].WithdrawnQuantity.ShouldBe(1);
        var whole = await Admin.RefundOrderAsync(new() { RequestId = NewId(), OrderId = order.OrderId, Reason = RefundReason.Other, Note = "moved away" });

        whole.State.ShouldBe(OrderState.Refunded);
        whole.RefundedTotal.ShouldBe(order.Total);
        whole.Refunds[1].Lines.Sum(line => line.Quantity).ShouldBe(3);
        (await Client("ada").GetOrderAsync(new() { OrderId = order.OrderId })).ShouldBe(whole);
        await EventuallyAsync(() => Task.FromResult(Events.Of<OrderRefunded>().Count == 2), "the events of the refunds");
        Events.Of<OrderRefunded>().Select(refunded => (refunded.Complete, refunded.Refund.Restock, refunded.RefundedTotal.MinorUnits)).ShouldBe([(false, true, 500), (true, false, 2750)]);
    }

    [Fact]
    public async Task Refund_TheLastEuroTwiceAtOnce_GivesItBackOnce()
    {
        var order = await ConfirmedAsync("ada");
        await Admin.RefundOrderAsync(new() { RequestId = NewId(), OrderId = order.OrderId, Amount = Euro(2650), Reason = RefundReason.Goodwill });

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => OutcomeAsync(
            Admin.RefundOrderAsync(new() { RequestId = NewId(), OrderId = order.OrderId, Amount = Euro(100), Reason = RefundReason.Goodwill }))));

        outcomes.Count(outcome => outcome == StatusCode.OK).ShouldBe(1);
        outcomes.Count(outcome => outcome == StatusCode.FailedPrecondition).ShouldBe(7);
        (await ScalarAsync<decimal>("SELECT sum(amount) FROM refund")).ShouldBe(2750);
        (await ScalarAsync<long>("SELECT refunded_total FROM orders")).ShouldBe(2750);
    }

    [Fact]
    public async Task CancelAndShip_AtOnce_OneOfThemWins()
    {
        for (var round = 0; round < 5; round++)
        {
            var order = await ConfirmedAsync($"ada-{round}");

            var outcomes = await Task.WhenAll(
                OutcomeAsync(Client(order.OwnerId).CancelOrderAsync(new() { RequestId = NewId(), OrderId = order.OrderId })),
                OutcomeAsync(Admin.ShipOrderAsync(new() { RequestId = NewId(), OrderId = order.OrderId })));

            outcomes.ShouldBe([StatusCode.OK, StatusCode.FailedPrecondition], ignoreOrder: true);
            var state = (await Client(order.OwnerId).GetOrderAsync(new() { OrderId = order.OrderId })).State;
            state.ShouldBe(outcomes[0] == StatusCode.OK ? OrderState.Cancelled : OrderState.Shipped);
        }
    }

    [Fact]
    public async Task Cancel_TwiceAtOnce_IsOneCancellationAndBothAreTold()
    {
        var order = await ConfirmedAsync("ada");

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(async _ => await Client("ada").CancelOrderAsync(new() { RequestId = NewId(), OrderId = order.OrderId })));

        answers.Distinct().ShouldHaveSingleItem().CancelReason.ShouldBe(CancelReason.RequestedByOwner);
        await ShouldSettleAsync(order.OrderId, OrderState.Cancelled);
        Events.Of<OrderCancelled>().ShouldHaveSingleItem();
        Stock.StateOf(order.OrderId).ShouldBe(ReservationState.Released);
        Money[order.OrderId].ShouldBe(Contracts.Payment.V1.PaymentState.Refunded);
    }

    [Fact]
    public async Task Repeated_EachMove_GivesTheFirstAnswerAndHasNoSecondEffect()
    {
        var order = await ConfirmedAsync("ada");
        var ship = new ShipOrderRequest { RequestId = NewId(), OrderId = order.OrderId, Lines = { new LineQuantity { Sku = "TEA", Quantity = 1 } } };
        var deliver = new DeliverOrderRequest { RequestId = NewId(), OrderId = order.OrderId };
        var refund = new RefundOrderRequest { RequestId = NewId(), OrderId = order.OrderId, Amount = Euro(10), Reason = RefundReason.Goodwill };

        var shipped = await Admin.ShipOrderAsync(ship);
        var delivered = await Admin.DeliverOrderAsync(deliver);
        var refunded = await Admin.RefundOrderAsync(refund);

        (await Task.WhenAll(Enumerable.Range(0, 5).Select(async _ => await Admin.ShipOrderAsync(ship)))).ShouldAllBe(answer => answer.Equals(shipped));
        (await Admin.DeliverOrderAsync(deliver)).ShouldBe(delivered);
        (await Task.WhenAll(Enumerable.Range(0, 5).Select(async _ => await Admin.RefundOrderAsync(refund)))).ShouldAllBe(answer => answer.Equals(refunded));
        (await Client("ada").GetOrderAsync(new() { OrderId = order.OrderId })).ShouldBe(refunded);

        ship.TrackingNumber = "another";
        await RefusedAsync(Admin.ShipOrderAsync(ship), StatusCode.InvalidArgument, "REQUEST_ID_REUSED");
        refund.Note = "another";
        await RefusedAsync(Admin.RefundOrderAsync(refund), StatusCode.InvalidArgument, "REQUEST_ID_REUSED");
        deliver.ShipmentId = shipped.Shipments[0].ShipmentId;
        await RefusedAsync(Admin.DeliverOrderAsync(deliver), StatusCode.InvalidArgument, "REQUEST_ID_REUSED");
    }

    [Fact]
    public async Task SameRequest_FromManyConnectionsAtOnce_HasOneEffectAndOneAnswer()
    {
        var order = await ConfirmedAsync("ada");
        var refund = new RefundOrderRequest { RequestId = NewId(), OrderId = order.OrderId, Amount = Euro(10), Reason = RefundReason.Goodwill };

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(async _ => await Admin.RefundOrderAsync(refund)));

        answers.Distinct().ShouldHaveSingleItem().RefundedTotal.MinorUnits.ShouldBe(10);
        (await ScalarAsync<long>("SELECT count(*) FROM refund")).ShouldBe(1);
    }

    [Fact]
    public async Task Etag_OfAnOlderVersion_IsAborted()
    {
        var order = await ConfirmedAsync("ada");
        var shipped = await Admin.ShipOrderAsync(new() { RequestId = NewId(), OrderId = order.OrderId, Lines = { new LineQuantity { Sku = "TEA", Quantity = 1 } }, Etag = order.Etag });

        await RefusedAsync(Admin.ShipOrderAsync(new() { RequestId = NewId(), OrderId = order.OrderId, Etag = order.Etag }), StatusCode.Aborted, "ETAG_MISMATCH");
        await RefusedAsync(Client("ada").CancelOrderAsync(new() { RequestId = NewId(), OrderId = order.OrderId, Etag = order.Etag }), StatusCode.Aborted, "ETAG_MISMATCH");
        (await Admin.ShipOrderAsync(new() { RequestId = NewId(), OrderId = order.OrderId, Etag = shipped.Etag })).State.ShouldBe(OrderState.Shipped);
    }

    [Fact]
    public async Task SomebodyElsesOrder_ReadCancelledOrWatched_IsLikeNone()
    {
        var order = await ConfirmedAsync("ada");
        var stranger = Client("eve");

        await RefusedAsync(stranger.GetOrderAsync(new() { OrderId = order.OrderId }), StatusCode.NotFound, "ORDER_NOT_FOUND");
        await RefusedAsync(stranger.CancelOrderAsync(new() { RequestId = NewId(), OrderId = order.OrderId }), StatusCode.NotFound, "ORDER_NOT_FOUND");
        using var watch = stranger.WatchOrder(new() { OrderId = order.OrderId });
        (await Should.ThrowAsync<RpcException>(() => watch.ResponseStream.MoveNext(CancellationToken.None))).StatusCode.ShouldBe(StatusCode.NotFound);
        (await stranger.ListOrdersAsync(new())).Orders.ShouldBeEmpty();
        await RefusedAsync(stranger.ShipOrderAsync(new() { RequestId = NewId(), OrderId = order.OrderId }), StatusCode.PermissionDenied, "ROLE_NOT_ALLOWED");
        await RefusedAsync(stranger.RefundOrderAsync(new() { RequestId = NewId(), OrderId = order.OrderId }), StatusCode.PermissionDenied, "ROLE_NOT_ALLOWED");

        var cancelled = await Client("admin-2", Roles.Admin).CancelOrderAsync(new() { RequestId = NewId(), OrderId = order.OrderId });
        cancelled.CancelReason.ShouldBe(CancelReason.RequestedByShop);
    }

    [Fact]
    public async Task Refused_ByState_NamesIt()
    {
        var order = await PlaceAsync("ada");
        var refusal = await RefusedAsync(Admin.ShipOrderAsync(new() { RequestId = NewId(), OrderId = order.OrderId }), StatusCode.FailedPrecondition, "WRONG_STATE");
        ServiceDefaults.Grpc.ShopErrors.DetailOf<Contracts.Rpc.ErrorInfo>(refusal)!.Metadata["state"].ShouldBe("ORDER_STATE_AWAITING_PAYMENT");
        await RefusedAsync(Admin.DeliverOrderAsync(new() { RequestId = NewId(), OrderId = order.OrderId }), StatusCode.FailedPrecondition, "WRONG_STATE");
        await RefusedAsync(Admin.RefundOrderAsync(new() { RequestId = NewId(), OrderId = order.OrderId, Reason = RefundReason.Other }), StatusCode.FailedPrecondition, "WRONG_STATE");
        await RefusedAsync(Admin.ShipOrderAsync(new() { RequestId = NewId(), OrderId = NewId() }), StatusCode.NotFound, "ORDER_NOT_FOUND");
    }

    private static Money Euro(long cents) => new() { CurrencyCode = "EUR", MinorUnits = cents };

    private static async Task<StatusCode> OutcomeAsync<T>(AsyncUnaryCall<T> call)
    {
        try
        {
            await call;
            return StatusCode.OK;
        }
        catch (RpcException exception)
        {
            return exception.StatusCode;
        }
    }
}
