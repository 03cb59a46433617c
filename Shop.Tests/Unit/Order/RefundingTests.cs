using Grpc.Core;
using Shop.Contracts.Order.V1;
using Shop.Contracts.Rpc;
using Shop.Contracts.Types.V1;
using Shop.Orders;
using Shop.ServiceDefaults.Grpc;

namespace Shop.Tests.Unit.Orders;

public sealed class RefundingTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void Refund_Lines_GivesBackTheirPrices()
    {
        var order = Refund(Confirmed(), Lines(("A", 2))).Order;

        order.RefundedTotal.ShouldBe(Euro(400));
        order.State.ShouldBe(OrderState.Confirmed);
        order.Refunds.ShouldHaveSingleItem().Lines.ShouldHaveSingleItem().Quantity.ShouldBe(2);
    }

    [Fact]
    public void Refund_AmountAlone_TouchesNoPieces()
    {
        var order = Refund(Confirmed(), new() { Amount = Euro(50), Reason = RefundReason.Goodwill }).Order;

        order.RefundedTotal.ShouldBe(Euro(50));
        order.Lines.ShouldAllBe(line => line.RefundedQuantity == 0);
    }

    [Fact]
    public void Refund_NothingNamed_IsAllThatIsLeft()
    {
        var order = Refund(Refund(Confirmed(), Lines(("A", 1))).Order, new() { Reason = RefundReason.Returned }).Order;

        order.State.ShouldBe(OrderState.Refunded);
        order.Refunds[1].Amount.ShouldBe(Euro(500));
        order.Lines.ShouldAllBe(line => line.RefundedQuantity == line.Quantity);
    }

    [Fact]
    public void Refund_MoreThanIsLeft_NamesWhatIsLeft()
    {
        var once = Refund(Confirmed(), Lines(("A", 2))).Order;

        var pieces = Should.Throw<RpcException>(() => Refund(once, Lines(("A", 2), ("B", 1))));
        var money = Should.Throw<RpcException>(() => Refund(once, new() { Amount = Euro(301), Reason = RefundReason.Other }));

        ShopErrors.DetailOf<ErrorInfo>(pieces)!.ShouldBe(new ErrorInfo { Domain = "shop", Reason = "QUANTITY_EXCEEDED", Metadata = { ["A"] = "1" } });
        ShopErrors.DetailOf<ErrorInfo>(money)!.ShouldBe(new ErrorInfo { Domain = "shop", Reason = "AMOUNT_EXCEEDED", Metadata = { ["currency_code"] = "EUR", ["minor_units"] = "300" } });
    }

    [Fact]
    public void Refund_PiecesThatArePricedHigherThanWhatIsLeft_NeedsAnAmount()
    {
        var once = Refund(Confirmed(), new() { Amount = Euro(650), Reason = RefundReason.Goodwill }).Order;

        ShopErrors.ReasonOf(Should.Throw<RpcException>(() => Refund(once, Lines(("A", 1))))).ShouldBe("AMOUNT_EXCEEDED");
        var rest = Lines(("A", 1));
        rest.Amount = Euro(50);
        Refund(once, rest).Order.State.ShouldBe(OrderState.Refunded);
    }

    [Fact]
    public void Refund_OtherCurrencyOrUnknownSku_IsInvalid()
    {
        Should.Throw<RpcException>(() => Refund(Confirmed(), new() { Amount = new Money { CurrencyCode = "USD", MinorUnits = 1 } })).StatusCode.ShouldBe(StatusCode.InvalidArgument);
        Should.Throw<RpcException>(() => Refund(Confirmed(), Lines(("Z", 1)))).StatusCode.ShouldBe(StatusCode.InvalidArgument);
    }

    [Theory]
    [InlineData(RefundReason.Other, 1, 2)]
    [InlineData(RefundReason.Goodwill, 0, 3)]
    public void Refund_BeforeShipping_TakesThePiecesOutOfWhatIsShippedUnlessForGoodWill(RefundReason reason, int withdrawn, int left)
    {
        var request = Lines(("A", 1));
        request.Reason = reason;

        var line = Refund(Confirmed(), request).Order.Lines[0];

        line.WithdrawnQuantity.ShouldBe(withdrawn);
        Fulfilment.LeftToShip(line).ShouldBe(left);
    }

    [Fact]
    public void Refund_OfWhatWasShipped_LeavesTheRestToShip()
    {
        var shipped = Fulfilment.Ship(Confirmed(), new() { Lines = { new LineQuantity { Sku = "A", Quantity = 2 } } }, Guid.NewGuid(), Now).Order;

        var line = Refund(shipped, Lines(("A", 2))).Order.Lines[0];

        line.WithdrawnQuantity.ShouldBe(0);
        Fulfilment.LeftToShip(line).ShouldBe(1);
    }

    [Fact]
    public void Refund_OfTheLastPiecesThatWereNotShipped_MovesTheOrderOn()
    {
        var shipped = Fulfilment.Ship(Confirmed(), new() { Lines = { new LineQuantity { Sku = "A", Quantity = 3 } } }, Guid.NewGuid(), Now).Order;
        var arrived = Fulfilment.Deliver(shipped, "", Now).ShouldNotBeNull().Order;
        arrived.State.ShouldBe(OrderState.Confirmed);

        var decision = Refund(arrived, Lines(("B", 1)));

        decision.Order.State.ShouldBe(OrderState.Delivered);
        decision.Events.Select(told => told.GetType()).ShouldBe([typeof(OrderRefunded), typeof(OrderDelivered)]);
    }

    [Theory]
    [InlineData(OrderState.AwaitingPayment)]
    [InlineData(OrderState.Cancelled)]
    [InlineData(OrderState.Refunded)]
    public void Refund_WhereThereIsNothingToRefund_IsTheWrongState(OrderState state)
    {
        var order = Confirmed();
        order.State = state;

        ShopErrors.ReasonOf(Should.Throw<RpcException>(() => Refund(order, Lines(("A", 1))))).ShouldBe("WRONG_STATE");
    }

    [Fact]
    public void Cancel_AfterARefundOrAParcel_IsTheWrongState()
    {
        var refunded = Refund(Confirmed(), Lines(("A", 1))).Order;
        var shipped = Fulfilment.Ship(Confirmed(), new() { Lines = { new LineQuantity { Sku = "A", Quantity = 1 } } }, Guid.NewGuid(), Now).Order;

        ShopErrors.ReasonOf(Should.Throw<RpcException>(() => OrderDecisions.Cancel(refunded, CancelReason.RequestedByOwner, Now))).ShouldBe("WRONG_STATE");
        ShopErrors.ReasonOf(Should.Throw<RpcException>(() => OrderDecisions.Cancel(shipped, CancelReason.RequestedByOwner, Now))).ShouldBe("WRONG_STATE");
    }

    private static OrderDecision Refund(Order order, RefundOrderRequest request) => Refunding.Refund(order, request, Guid.NewGuid(), Now);

    private static RefundOrderRequest Lines(params (string Sku, int Quantity)[] lines) =>
        new() { Lines = { lines.Select(line => new LineQuantity { Sku = line.Sku, Quantity = line.Quantity }) }, Reason = RefundReason.Returned };

    // Three of A at 2 euros, one of B at 1.
    private static Order Confirmed() => new()
    {
        OrderId = "0197a000-0000-7000-8000-000000000001",
        State = OrderState.Confirmed,
        Lines =
        {
            new OrderLine { Sku = "A", UnitPrice = Euro(200), Quantity = 3, LineTotal = Euro(600) },
            new OrderLine { Sku = "B", UnitPrice = Euro(100), Quantity = 1, LineTotal = Euro(100) },
        },
        Total = Euro(700),
        RefundedTotal = Euro(0),
        Etag = Etags.Of(2),
    };

    private static Money Euro(long cents) => new() { CurrencyCode = "EUR", MinorUnits = cents };
}
