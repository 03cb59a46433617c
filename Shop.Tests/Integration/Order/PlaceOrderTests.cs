using Grpc.Core;
using Shop.Contracts.Inventory.V1;
using Shop.Contracts.Order.V1;
using Shop.ServiceDefaults.Grpc;

namespace Shop.Tests.Integration.Orders;

/// <summary>The ways in which shops lose orders, or make two of one, while one is placed.</summary>
public sealed class PlaceOrderTests(ShopServers servers) : OrderTest(servers)
{
    [Fact]
    public async Task Place_DoubleClickOnTwoReplicas_IsOneOrderAndOneAnswer()
    {
        var other = await StartReplicaAsync();
        var request = PlaceRequest();

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(async i => await Client("ada", replica: i % 2 == 0 ? Order : other).PlaceOrderAsync(request)));

        var order = answers.Distinct().ShouldHaveSingleItem();
        (await ScalarAsync<long>("SELECT count(*) FROM orders")).ShouldBe(1);
        await EventuallyAsync(() => Task.FromResult(Events.Of<OrderPlaced>().Count == 1), "the event of the order");
        await AuthorizeAsync(order.OrderId);
        await WaitForAsync(order, OrderState.Confirmed);
        Events.Of<OrderPlaced>().ShouldHaveSingleItem().OrderId.ShouldBe(order.OrderId);
    }

    [Fact]
    public async Task Place_RetryAfterATimeout_GivesTheOrderThatWasMade()
    {
        var request = PlaceRequest();
        var goOn = new TaskCompletionSource();
        Stock.AfterReserve = _ => goOn.Task;
        var first = await Should.ThrowAsync<RpcException>(async () => await Client("ada").PlaceOrderAsync(request, deadline: DateTime.UtcNow.AddMilliseconds(300)));
        // Whichever end notices first that the time is over.
        first.StatusCode.ShouldBeOneOf(StatusCode.DeadlineExceeded, StatusCode.Unavailable);
        goOn.SetResult();
        Stock.AfterReserve = _ => Task.CompletedTask;

        var order = await Client("ada").PlaceOrderAsync(request);

        (await Client("ada").PlaceOrderAsync(request)).ShouldBe(order);
        (await Client("ada").ListOrdersAsync(new())).Orders.ShouldHaveSingleItem().ShouldBe(order);
    }

    [Fact]
    public async Task Place_DiesAfterTheReservation_HoldsStockForATimeAndTheRepeatSucceeds()
    {
        var request = PlaceRequest();
        // The replica is gone before it could store the order: nobody is told anything but that it failed.
        var doomed = await StartReplicaAsync();
        Stock.AfterReserve = async _ => await doomed.DisposeAsync();
        await Should.ThrowAsync<RpcException>(async () => await Client("ada", replica: doomed).PlaceOrderAsync(request));
        Stock.AfterReserve = _ => Task.CompletedTask;
        var reservation = Stock.Reserves.ShouldHaveSingleItem();
        Stock.StateOf(reservation.OrderId).ShouldBe(ReservationState.Held);
        (await ScalarAsync<long>("SELECT count(*) FROM orders")).ShouldBe(0);
        reservation.Ttl.ToTimeSpan().ShouldBe(TimeSpan.FromMinutes(20));

        Stock.Expire(reservation.OrderId);
        var order = await Client("ada").PlaceOrderAsync(request);

        order.OrderId.ShouldBe(reservation.OrderId);
        Stock.StateOf(order.OrderId).ShouldBe(ReservationState.Held);
    }

    [Fact]
    public async Task Place_ANeighbourIsAway_AcceptsNothingAndSaysSo()
    {
        var request = PlaceRequest();
        Cart.IsAway = true;
        await RefusedAsync(Client("ada").PlaceOrderAsync(request), StatusCode.Unavailable, "STORE_UNAVAILABLE");
        Cart.IsAway = false;
        Stock.IsAway = true;
        await RefusedAsync(Client("ada").PlaceOrderAsync(request), StatusCode.Unavailable, "STORE_UNAVAILABLE");
        Stock.IsAway = false;
        (await ScalarAsync<long>("SELECT count(*) FROM orders")).ShouldBe(0);

        (await Client("ada").PlaceOrderAsync(request)).State.ShouldBe(OrderState.AwaitingPayment);
        await EventuallyAsync(() => Task.FromResult(Events.Of<OrderPlaced>().Count == 1), "the one event that empties the cart");
    }

    [Fact]
    public async Task Place_StoreIsAwayAtTheLastStep_FailsAndTellsNobody()
    {
        var request = PlaceRequest();
        // Between the reservation and the order.
        Stock.AfterReserve = async _ => await ExecuteAsync("ALTER TABLE orders RENAME TO orders_away");
        var refusal = await Should.ThrowAsync<RpcException>(async () => await Client("ada").PlaceOrderAsync(request));
        refusal.StatusCode.ShouldBe(StatusCode.Internal);
        Stock.AfterReserve = _ => Task.CompletedTask;
        await ExecuteAsync("ALTER TABLE orders_away RENAME TO orders");
        (await ScalarAsync<long>("SELECT count(*) FROM request")).ShouldBe(0);

        var order = await Client("ada").PlaceOrderAsync(request);

        await EventuallyAsync(() => Task.FromResult(Events.Of<OrderPlaced>().Count > 0), "the event of the order");
        Events.Of<OrderPlaced>().ShouldHaveSingleItem().OrderId.ShouldBe(order.OrderId);
    }

    [Fact]
    public async Task Place_SameRequestIdOfAnotherCaller_IsAnotherOrder()
    {
        var request = PlaceRequest();

        var hers = await Client("ada").PlaceOrderAsync(request);
        var his = await Client("bob").PlaceOrderAsync(request);

        his.OrderId.ShouldNotBe(hers.OrderId);
        (hers.OwnerId, his.OwnerId).ShouldBe(("ada", "bob"));
        (await Client("ada").PlaceOrderAsync(request)).ShouldBe(hers);
    }

    [Fact]
    public async Task Place_SameRequestIdOtherBody_IsRefusedWhateverTheCart()
    {
        var request = PlaceRequest();
        await Client("ada").PlaceOrderAsync(request);
        var other = request.Clone();
        other.Address.Locality = "Elsewhere";

        await RefusedAsync(Client("ada").PlaceOrderAsync(other), StatusCode.InvalidArgument, "REQUEST_ID_REUSED");
        Cart.Lines = [];
        await RefusedAsync(Client("ada").PlaceOrderAsync(other), StatusCode.InvalidArgument, "REQUEST_ID_REUSED");
        other = request.Clone();
        other.RequestId = request.RequestId.ToUpperInvariant();
        await RefusedAsync(Client("ada").PlaceOrderAsync(other), StatusCode.InvalidArgument, "REQUEST_ID_REUSED");
    }

    [Fact]
    public async Task Place_KeptAnswerWasSweptAway_GivesTheOrderAsItIs()
    {
        var request = PlaceRequest();
        var order = await Client("ada").PlaceOrderAsync(request);
        await AuthorizeAsync(order.OrderId);
        await WaitForAsync(order, OrderState.Confirmed);
        await ExecuteAsync("DELETE FROM request");

        (await Client("ada").PlaceOrderAsync(request)).State.ShouldBe(OrderState.Confirmed);

        (await ScalarAsync<long>("SELECT count(*) FROM orders")).ShouldBe(1);
    }

    [Fact]
    public async Task Place_AfterTheFirstWasCancelled_GivesTheFirstAnswerAndHoldsNothing()
    {
        var request = PlaceRequest();
        var order = await Client("ada").PlaceOrderAsync(request);
        await Client("ada").CancelOrderAsync(new() { RequestId = NewId(), OrderId = order.OrderId });
        await ShouldSettleAsync(order.OrderId, OrderState.Cancelled);

        (await Client("ada").PlaceOrderAsync(request)).ShouldBe(order);

        Stock.StateOf(order.OrderId).ShouldBe(ReservationState.Released);
    }

    [Fact]
    public async Task Place_PriceRoseMeanwhile_TellsTheNewTotalAndReservesNothing()
    {
        var request = PlaceRequest();
        Prices.Prices["TEA"] = 600;

        var refusal = await RefusedAsync(Client("ada").PlaceOrderAsync(request), StatusCode.FailedPrecondition, "PRICE_CHANGED");

        ShopErrors.DetailOf<Contracts.Rpc.ErrorInfo>(refusal)!.Metadata["minor_units"].ShouldBe("3050");
        Stock.Reserves.ShouldBeEmpty();
        request.ExpectedTotal.MinorUnits = 3050;
        (await Client("ada").PlaceOrderAsync(request)).Lines[1].UnitPrice.MinorUnits.ShouldBe(600);
    }

    [Fact]
    public async Task Place_NoLongerSoldOrOutOfStock_NamesTheSku()
    {
        var request = PlaceRequest();
        Prices.Prices.Remove("CUP");
        var gone = await RefusedAsync(Client("ada").PlaceOrderAsync(request), StatusCode.FailedPrecondition, "ITEM_UNAVAILABLE");
        ShopErrors.DetailOf<Contracts.Rpc.PreconditionFailure>(gone)!.Violations.ShouldHaveSingleItem().Subject.ShouldBe("CUP");
        Prices.Prices["CUP"] = 1250;
        Stock.IsSoldOut = true;

        var sold = await RefusedAsync(Client("ada").PlaceOrderAsync(request), StatusCode.FailedPrecondition, "OUT_OF_STOCK");

        ShopErrors.DetailOf<Contracts.Rpc.ErrorInfo>(sold)!.Metadata["TEA"].ShouldBe("0");
        (await ScalarAsync<long>("SELECT count(*) FROM orders")).ShouldBe(0);
    }

    [Fact]
    public async Task Place_TwoOrdersMeetInOneNumber_TheSecondTakesAnother()
    {
        var request = PlaceRequest();
        await PlaceAsync("ada");
        var number = Shop.Orders.OrderIds.Number(Shop.Orders.OrderIds.OrderId("bob", request.RequestId), attempt: 0);
        await ExecuteAsync($"UPDATE orders SET number = '{number}'");

        var order = await Client("bob").PlaceOrderAsync(request);

        order.Number.ShouldBe(Shop.Orders.OrderIds.Number(Guid.Parse(order.OrderId), attempt: 1));
        (await Client("bob").PlaceOrderAsync(request)).ShouldBe(order);
    }

    [Fact]
    public async Task Checkout_OneOrderOnOneReplica_CostsOrderTwoStatements()
    {
        await ConfirmedAsync("warm-up");
        await ExecuteAsync("CREATE EXTENSION pg_stat_statements");
        await ExecuteAsync("SELECT pg_stat_statements_reset(0, (SELECT oid FROM pg_database WHERE datname = current_database()), 0)");

        var order = await PlaceAsync("ada");
        await AuthorizeAsync(order.OrderId);
        await EventuallyAsync(() => Task.FromResult(Events.Of<OrderConfirmed>().Any(confirmed => confirmed.OrderId == order.OrderId)), "the order confirmed");

        var statements = await CallsAsync();
        statements.Where(call => call.Query.StartsWith("-- place order", StringComparison.Ordinal)).Sum(call => call.Calls).ShouldBe(1);
        statements.Where(call => call.Query.StartsWith("-- select order", StringComparison.Ordinal)).Sum(call => call.Calls).ShouldBe(0);
        statements.Where(call => call.Query.StartsWith("-- move order", StringComparison.Ordinal)).Sum(call => call.Calls).ShouldBe(1);
    }

    private async Task<List<(string Query, long Calls)>> CallsAsync()
    {
        await using var command = Store.CreateCommand("SELECT query, calls FROM pg_stat_statements WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())");
        await using var reader = await command.ExecuteReaderAsync();
        var calls = new List<(string, long)>();
        while (await reader.ReadAsync())
        {
            calls.Add((reader.GetString(0).Trim(), reader.GetInt64(1)));
        }

        return calls;
    }
}
