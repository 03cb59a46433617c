using Grpc.Core;
using Shop.Contracts.Cart.V1;
using Shop.Contracts.Inventory.V1;
using Shop.Contracts.Order.V1;
using Shop.Load;
using Shop.Load.Smoke;
using Shop.ServiceDefaults.Grpc;
using Shop.Tests.Integration.Payments;

namespace Shop.Tests.Integration;

[Collection(ShopCollection.Name)]
public sealed class CheckoutTests(ShopFixture shop)
{
    [Fact]
    public async Task Smoke_RunningShop_BuysSomethingAndExitsZero()
    {
        var output = new StringWriter();

        var exitCode = await SmokeRun.ExecuteAsync(shop.Gateway, TimeSpan.FromSeconds(30), output, CancellationToken.None);

        exitCode.ShouldBe(0, output.ToString());
        output.ToString().ShouldContain("CONFIRMED");
    }

    [Fact]
    public async Task PlaceOrder_CartWithStock_IsConfirmedAndTakesStockAndCartExactly()
    {
        using var shopper = shop.NewShopper();
        var sku = await Purchase.FindSkuAsync(shopper, 10);
        var cart = await Purchase.AddAsync(shopper, sku, 3);

        var placed = await shopper.Order.PlaceOrderAsync(Purchase.RequestFor(cart));
        placed.State.ShouldBe(OrderState.AwaitingPayment);
        await Purchase.AddAsync(shopper, sku, 1);
        var confirmed = await Purchase.WaitForAsync(shopper, placed.OrderId, OrderState.Confirmed);

        confirmed.Total.ShouldBe(cart.Subtotal);
        confirmed.Lines.ShouldHaveSingleItem().Quantity.ShouldBe(3);
        confirmed.ConfirmTime.ShouldNotBeNull();
        var left = await Purchase.WaitForCartAsync(shopper, cart => cart.ItemCount <= 1);
        left.Lines.ShouldHaveSingleItem().Quantity.ShouldBe(1);
        (await TakenAsync(placed.OrderId)).ShouldBe(3);
    }

    [Fact]
    public async Task PlaceOrder_SameRequestFromTwentyConnectionsAtOnce_IsOneOrderAndOneAnswer()
    {
        using var shopper = shop.NewShopper();
        var cart = await Purchase.AddAsync(shopper, await Purchase.FindSkuAsync(shopper, 10), 1);
        var request = Purchase.RequestFor(cart);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
        {
            using var connection = shop.NewShopper();
            connection.Guest.Token = shopper.Guest.Token;
            return await connection.Order.PlaceOrderAsync(request);
        }));

        answers.Distinct().ShouldHaveSingleItem();
        await using var command = (await shop.DatabaseAsync("orderdb")).CreateCommand("SELECT count(*) FROM orders WHERE owner_id = $1");
        command.Parameters.Add(new() { Value = cart.OwnerId });
        (await command.ExecuteScalarAsync()).ShouldBe(1L);
        await Purchase.WaitForAsync(shopper, answers[0].OrderId, OrderState.Confirmed);
        var provider = await shop.DatabaseAsync("providerdb");
        await PaymentShop.EventuallyAsync(async () => await ChargesAsync("captured") == 1, "a captured charge");
        (await ChargesAsync("authorized")).ShouldBe(1);

        Task<long> ChargesAsync(string kind) => PaymentShop.CountAsync(
            provider, "SELECT count(*) FROM charge JOIN entry USING (charge_id) WHERE reference = $1 AND kind = $2", Guid.Parse(answers[0].OrderId), kind);
    }

    [Fact]
    public async Task PlaceOrder_RepeatedAfterTheCartWasEmptied_GivesTheFirstAnswer()
    {
        using var shopper = shop.NewShopper();
        var request = Purchase.RequestFor(await Purchase.AddAsync(shopper, await Purchase.FindSkuAsync(shopper, 10), 1));
        var first = await shopper.Order.PlaceOrderAsync(request);
        await Purchase.WaitForCartAsync(shopper, cart => cart.Lines.Count == 0);

        (await shopper.Order.PlaceOrderAsync(request)).ShouldBe(first);
    }

    [Fact]
    public async Task PlaceOrder_SameRequestIdWithAnotherBody_IsRefused()
    {
        using var shopper = shop.NewShopper();
        var request = Purchase.RequestFor(await Purchase.AddAsync(shopper, await Purchase.FindSkuAsync(shopper, 10), 1));
        await shopper.Order.PlaceOrderAsync(request);

        var other = request.Clone();
        other.PaymentToken = "tok_other";

        await ShouldBeRefusedAsync(shopper.Order.PlaceOrderAsync(other), StatusCode.InvalidArgument, "REQUEST_ID_REUSED");
    }

    [Fact]
    public async Task PlaceOrder_OtherTotalThanShown_IsRefusedWithTheTotal()
    {
        using var shopper = shop.NewShopper();
        var cart = await Purchase.AddAsync(shopper, await Purchase.FindSkuAsync(shopper, 10), 1);
        var request = Purchase.RequestFor(cart);
        request.ExpectedTotal.MinorUnits -= 1;

        var refusal = await ShouldBeRefusedAsync(shopper.Order.PlaceOrderAsync(request), StatusCode.FailedPrecondition, "PRICE_CHANGED");

        ShopErrors.DetailOf<Contracts.Rpc.ErrorInfo>(refusal)!.Metadata["minor_units"].ShouldBe((request.ExpectedTotal.MinorUnits + 1).ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task PlaceOrder_EmptyCart_IsRefused()
    {
        using var shopper = shop.NewShopper();
        var request = Purchase.RequestFor(new Cart { Subtotal = new() { CurrencyCode = "EUR", MinorUnits = 100 } });

        await ShouldBeRefusedAsync(shopper.Order.PlaceOrderAsync(request), StatusCode.FailedPrecondition, "CART_EMPTY");
    }

    [Fact]
    public async Task PlaceOrder_MoreThanInStock_IsRefusedAndHoldsNothing()
    {
        using var shopper = shop.NewShopper();
        var sku = await Purchase.FindSkuAsync(shopper, 1);
        var stock = await StockAsync(shopper, sku);
        stock.AvailableQuantity.ShouldBeLessThan(999);
        await Purchase.AddAsync(shopper, sku, stock.AvailableQuantity + 1);
        var cart = await Purchase.WaitForCartAsync(shopper, shown => shown.Lines[0].Availability == Availability.Insufficient);

        var refusal = await ShouldBeRefusedAsync(shopper.Order.PlaceOrderAsync(Purchase.RequestFor(cart)), StatusCode.FailedPrecondition, "OUT_OF_STOCK");

        ShopErrors.DetailOf<Contracts.Rpc.PreconditionFailure>(refusal)!.Violations.ShouldHaveSingleItem().Subject.ShouldBe(sku);
        (await StockAsync(shopper, sku)).AvailableQuantity.ShouldBe(stock.AvailableQuantity);
        (await shopper.Cart.GetCartAsync(new GetCartRequest())).Lines.ShouldHaveSingleItem().Quantity.ShouldBe(stock.AvailableQuantity + 1);
    }

    [Fact]
    public async Task PlaceOrder_EverythingWrong_NamesEveryField()
    {
        using var shopper = shop.NewShopper();

        var refusal = await ShouldBeRefusedAsync(
            shopper.Order.PlaceOrderAsync(new PlaceOrderRequest { RequestId = "1", PaymentToken = "4111 1111 1111 1111", Address = new() { CountryCode = "Germany" } }),
            StatusCode.InvalidArgument,
            "INVALID_FIELD");

        ShopErrors.DetailOf<Contracts.Rpc.BadRequest>(refusal)!.FieldViolations.Select(violation => violation.Field)
            .ShouldBe(["request_id", "payment_token", "expected_total", "address.recipient", "address.lines", "address.locality", "address.country_code"], ignoreOrder: true);
    }

    [Fact]
    public async Task GetOrder_SomebodyElses_IsNotFound()
    {
        using var owner = shop.NewShopper();
        var order = await owner.Order.PlaceOrderAsync(Purchase.RequestFor(await Purchase.AddAsync(owner, await Purchase.FindSkuAsync(owner, 10), 1)));
        using var stranger = shop.NewShopper();

        await ShouldBeRefusedAsync(stranger.Order.GetOrderAsync(new GetOrderRequest { OrderId = order.OrderId }), StatusCode.NotFound, "ORDER_NOT_FOUND");
        (await owner.Order.GetOrderAsync(new GetOrderRequest { OrderId = order.OrderId })).OrderId.ShouldBe(order.OrderId);
    }

    [Fact]
    public async Task Reserve_ThroughTheGateway_IsNotThere()
    {
        using var shopper = shop.NewShopper();

        (await Should.ThrowAsync<RpcException>(async () => await shopper.Inventory.ReserveAsync(new ReserveRequest()))).StatusCode.ShouldBe(StatusCode.Unimplemented);
    }

    [Fact]
    public async Task Reserve_PastTheGatewayWithAGuestsToken_IsRefused()
    {
        using var shopper = shop.NewShopper();
        await shopper.Cart.GetCartAsync(new GetCartRequest());
        var inventory = new InventoryService.InventoryServiceClient(shop.Direct("inventory"));

        await ShouldBeRefusedAsync(inventory.ReserveAsync(new ReserveRequest(), new Metadata { { "authorization", $"Bearer {shopper.Guest.Token}" } }), StatusCode.PermissionDenied, "ROLE_NOT_ALLOWED");
        await ShouldBeRefusedAsync(inventory.ReserveAsync(new ReserveRequest()), StatusCode.Unauthenticated, "TOKEN_MISSING");
        await ShouldBeRefusedAsync(inventory.ReserveAsync(new ReserveRequest(), new Metadata { { "authorization", "Bearer nonsense" } }), StatusCode.Unauthenticated, "TOKEN_INVALID");
    }

    // By the ledger: the SKU itself is everybody's.
    private async Task<int> TakenAsync(string orderId)
    {
        await using var command = (await shop.DatabaseAsync("inventorydb")).CreateCommand("SELECT -sum(on_hand_delta)::int FROM movement WHERE order_id = $1");
        command.Parameters.Add(new() { Value = Guid.Parse(orderId) });
        return (int)(await command.ExecuteScalarAsync())!;
    }

    private static async Task<Stock> StockAsync(ShopClient shopper, string sku) => (await shopper.Inventory.BatchGetStockAsync(new BatchGetStockRequest { Skus = { sku } })).Stocks.ShouldHaveSingleItem();

    private static async Task<RpcException> ShouldBeRefusedAsync<T>(AsyncUnaryCall<T> call, StatusCode code, string reason)
    {
        var exception = await Should.ThrowAsync<RpcException>(async () => await call);
        exception.StatusCode.ShouldBe(code, exception.Status.Detail);
        ShopErrors.ReasonOf(exception).ShouldBe(reason);
        return exception;
    }
}
