using Shop.Contracts.Cart.V1;
using Shop.Contracts.Catalog.V1;
using Shop.Contracts.Order.V1;
using Shop.Contracts.Types.V1;
using Shop.Orders;

namespace Shop.Tests.Unit.Orders;

public sealed class OrderTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void OrderId_SameCallerAndRequest_IsTheSameAndOtherwiseAnother()
    {
        var id = OrderIds.OrderId("guest-1", "01890000-0000-7000-8000-00000000000a");

        OrderIds.OrderId("guest-1", "01890000-0000-7000-8000-00000000000A").ShouldBe(id);
        OrderIds.OrderId("guest-2", "01890000-0000-7000-8000-00000000000a").ShouldNotBe(id);
        OrderIds.OrderId("guest-1", "01890000-0000-7000-8000-00000000000b").ShouldNotBe(id);
        id.Version.ShouldBe(5);
    }

    [Fact]
    public void Number_OfAnOrder_IsReadableAndChangesWithTheAttempt()
    {
        var id = OrderIds.OrderId("guest-1", "x");

        OrderIds.Number(id, 0).ShouldMatch("^S-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$");
        OrderIds.Number(id, 1).ShouldNotBe(OrderIds.Number(id, 0));
    }

    [Fact]
    public void MayGo_AllPairsOfStates_AreAsTheContractSays()
    {
        var allowed =
            from @from in Enum.GetValues<OrderState>()
            from to in Enum.GetValues<OrderState>()
            where OrderMoves.MayGo(@from, to)
            select $"{@from}>{to}";

        allowed.ShouldBe(
            ["AwaitingPayment>Confirmed", "AwaitingPayment>Cancelled", "Confirmed>Shipped", "Confirmed>Cancelled", "Confirmed>Refunded", "Shipped>Delivered", "Shipped>Refunded", "Delivered>Refunded"],
            ignoreOrder: true);
    }

    [Fact]
    public void Confirm_AwaitingPayment_ConfirmsAndTells()
    {
        var decision = OrderDecisions.Confirm(Order(OrderState.AwaitingPayment), Now).ShouldNotBeNull();

        decision.Order.State.ShouldBe(OrderState.Confirmed);
        decision.Events.ShouldHaveSingleItem().ShouldBeOfType<OrderConfirmed>().OrderId.ShouldBe("o-1");
    }

    [Theory]
    [InlineData(OrderState.Confirmed)]
    [InlineData(OrderState.Cancelled)]
    [InlineData(OrderState.Shipped)]
    [InlineData(OrderState.Refunded)]
    public void Confirm_AnyOtherState_ChangesNothing(OrderState state) => OrderDecisions.Confirm(Order(state), Now).ShouldBeNull();

    [Fact]
    public void Total_OfLines_IsTheirSumInOneCurrency()
    {
        var catalog = new BatchGetVariantsResponse { Listings = { Listing("A", 1999), Listing("B", 1) } };
        var lines = Pricing.Lines(new Cart { Lines = { new CartLine { Sku = "B", Quantity = 3 }, new CartLine { Sku = "A", Quantity = 2 } } }, catalog);

        lines.Select(line => line.Sku).ShouldBe(["A", "B"]);
        Pricing.Total(lines).ShouldBe(new Money { CurrencyCode = "EUR", MinorUnits = 4001 });
    }

    [Fact]
    public void Lines_OfAVariantWithoutAPictureOfItsOwn_HaveItsProducts()
    {
        var listing = new VariantListing(Listing("A", 1)) { Image = new Image { Url = "/images/main.svg" } };

        Pricing.Lines(new Cart { Lines = { new CartLine { Sku = "A", Quantity = 1 } } }, new BatchGetVariantsResponse { Listings = { listing } })[0].ImageUrl.ShouldBe("/images/main.svg");
    }

    [Fact]
    public void Total_TwoCurrencies_IsNone()
    {
        var catalog = new BatchGetVariantsResponse { Listings = { Listing("A", 1999), Listing("B", 1, "USD") } };

        Pricing.Total(Pricing.Lines(new Cart { Lines = { new CartLine { Sku = "A", Quantity = 1 }, new CartLine { Sku = "B", Quantity = 1 } } }, catalog)).ShouldBeNull();
    }

    [Fact]
    public void Lines_PriceTimesQuantityBeyondMoney_IsAnErrorNotAWrongSum()
    {
        var catalog = new BatchGetVariantsResponse { Listings = { Listing("A", long.MaxValue) } };

        Should.Throw<OverflowException>(() => Pricing.Lines(new Cart { Lines = { new CartLine { Sku = "A", Quantity = 2 } } }, catalog));
    }

    [Fact]
    public void Unavailable_SkuThatCatalogDoesNotSell_IsNamed() =>
        Pricing.Unavailable(new Cart { Lines = { new CartLine { Sku = "A" }, new CartLine { Sku = "B" } } }, new BatchGetVariantsResponse { Listings = { Listing("A", 1) } }).ShouldBe(["B"]);

    private static Contracts.Order.V1.Order Order(OrderState state) => new() { OrderId = "o-1", Etag = "\"1\"", State = state, Total = new Money { CurrencyCode = "EUR", MinorUnits = 100 } };

    private static VariantListing Listing(string sku, long price, string currency = "EUR") =>
        new() { ProductId = "p", ProductName = sku, Variant = new Variant { Sku = sku, Price = new Money { CurrencyCode = currency, MinorUnits = price } } };
}
