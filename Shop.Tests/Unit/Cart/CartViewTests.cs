using FsCheck;
using FsCheck.Fluent;
using Shop.Carts;
using Shop.Catalog;
using Shop.Contracts.Cart.V1;
using Shop.Contracts.Catalog.V1;
using Shop.Contracts.Types.V1;
using Shop.ServiceDefaults.Security;

namespace Shop.Tests.Unit.Carts;

public sealed class CartViewTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly Caller Guest = new("guest-1", Roles.Guest);

    [Fact]
    public void Compose_EverybodyAnswers_ShowsPricesStockAndSum()
    {
        var cart = Compose([Line("A", 2, seen: 500)], Known(("A", 500)), Stock(("A", 9)));

        cart.Subtotal.MinorUnits.ShouldBe(1000);
        cart.ItemCount.ShouldBe(2);
        cart.Lines[0].Availability.ShouldBe(Availability.Available);
        cart.Lines[0].PriceStale.ShouldBeFalse();
        cart.Notices.ShouldBeEmpty();
        cart.ExpireTime.ToDateTimeOffset().ShouldBe(Now.AddDays(30));
    }

    [Theory]
    [InlineData(400, CartNoticeKind.PriceIncreased)]
    [InlineData(600, CartNoticeKind.PriceDecreased)]
    public void Compose_PriceIsAnotherThanWhenSeen_SaysSo(long seen, CartNoticeKind expected)
    {
        var notice = Compose([Line("A", 1, seen)], Known(("A", 500)), Stock(("A", 9))).Notices.ShouldHaveSingleItem();

        notice.Kind.ShouldBe(expected);
        notice.PreviousPrice.MinorUnits.ShouldBe(seen);
        notice.CurrentPrice.MinorUnits.ShouldBe(500);
    }

    [Theory]
    [InlineData(1, Availability.Insufficient, CartNoticeKind.InsufficientStock)]
    [InlineData(0, Availability.OutOfStock, CartNoticeKind.OutOfStock)]
    public void Compose_TooLittleInStock_SaysSoAndCountsTheLine(int available, Availability expected, CartNoticeKind notice)
    {
        var cart = Compose([Line("A", 2)], Known(("A", 500)), Stock(("A", available)));

        cart.Lines[0].Availability.ShouldBe(expected);
        cart.Lines[0].AvailableQuantity.ShouldBe(available);
        cart.Notices.ShouldHaveSingleItem().Kind.ShouldBe(notice);
        cart.Subtotal.MinorUnits.ShouldBe(1000);
    }

    [Fact]
    public void Compose_SkuIsNotSoldAnyMore_IsShownButNotCounted()
    {
        var cart = Compose([Line("A", 2), Line("GONE", 1)], Known(("A", 500), ("GONE", null)), Stock(("A", 9), ("GONE", 5)));

        cart.Lines[1].Availability.ShouldBe(Availability.Discontinued);
        cart.Lines[1].Name.ShouldBe("GONE");
        cart.Subtotal.MinorUnits.ShouldBe(1000);
        cart.ItemCount.ShouldBe(2);
    }

    [Fact]
    public void Compose_CatalogAndInventoryAway_ShowsWhatWasLastKnownAndSaysThatItIs()
    {
        var cart = Compose([Line("A", 2)], new Dictionary<string, KnownListing?>(), Stock());

        cart.Lines[0].PriceStale.ShouldBeTrue();
        cart.Lines[0].Availability.ShouldBe(Availability.Unknown);
        cart.Lines[0].HasAvailableQuantity.ShouldBeFalse();
        cart.Subtotal.MinorUnits.ShouldBe(1000);
    }

    [Fact]
    public void Compose_FullOfTheDearestThereIs_AddsUp()
    {
        string[] skus = [.. Enumerable.Range(0, CartLimits.Lines).Select(i => $"S{i}")];

        var cart = Compose([.. skus.Select(sku => Line(sku, CartLimits.Quantity))], Known([.. skus.Select(sku => (sku, (long?)VariantRules.MaxPrice))]), Stock());

        cart.Subtotal.MinorUnits.ShouldBe(VariantRules.MaxPrice * CartLimits.Lines * CartLimits.Quantity);
    }

    [Fact]
    public void Listing_OfAVariantWithoutAPictureOfItsOwn_HasItsProducts()
    {
        var listing = new VariantListing { Variant = new Variant { Sku = "A", Price = new Money { CurrencyCode = "EUR" } }, Image = new Image { Url = "/images/main.svg" } };

        KnownListing.Of(listing).ImageUrl.ShouldBe("/images/main.svg");
        KnownListing.Of(new VariantListing(listing) { Image = null }).ImageUrl.ShouldBeEmpty();
    }

    [Fact]
    public void Compose_NeverUsed_IsEmptyWithoutTimes()
    {
        var cart = CartView.Compose(Guest, StoredCart.Unused, Facts.None, Now);

        cart.Lines.ShouldBeEmpty();
        cart.Subtotal.ShouldBeNull();
        cart.UpdateTime.ShouldBeNull();
        cart.ExpireTime.ShouldBeNull();
        cart.OwnerId.ShouldBe("guest-1");
    }

    [Fact]
    public void Compose_AnyLines_SubtotalIsTheSumOfTheLinesThatAreSold()
    {
        var line = from quantity in Gen.Choose(1, 999) from price in Gen.Choose(0, 10_000_000) from sold in Gen.Elements(true, false) select (quantity, price, sold);

        Prop.ForAll(Arb.From(line.ListOf()), lines =>
        {
            var stored = lines.Select((entry, i) => Line($"S{i}", entry.quantity)).ToList();
            var cart = Compose(stored, Known([.. lines.Select((entry, i) => ($"S{i}", entry.sold ? entry.price : (long?)null))]), Stock());

            var expected = lines.Where(entry => entry.sold).Sum(entry => (long)entry.price * entry.quantity);
            (cart.Subtotal?.MinorUnits ?? 0).ShouldBe(expected);
            cart.ItemCount.ShouldBe(lines.Where(entry => entry.sold).Sum(entry => entry.quantity));
        }).QuickCheckThrowOnFailure();
    }

    private static Contracts.Cart.V1.Cart Compose(IReadOnlyList<StoredCartLine> lines, IReadOnlyDictionary<string, KnownListing?> listings, IReadOnlyDictionary<string, int> stock) =>
        CartView.Compose(Guest, new StoredCart(3, Now, lines, [], []), new Facts(listings, stock), Now);

    private static StoredCartLine Line(string sku, int quantity, long seen = 500) => new(sku, quantity, Now, seen, KnownListing.ToJson(Listing(sku, 500)));

    private static Dictionary<string, KnownListing?> Known(params (string Sku, long? Price)[] listings) =>
        listings.ToDictionary(entry => entry.Sku, entry => entry.Price is { } price ? Listing(entry.Sku, price) : null);

    private static Dictionary<string, int> Stock(params (string Sku, int Available)[] stock) => stock.ToDictionary(entry => entry.Sku, entry => entry.Available);

    private static KnownListing Listing(string sku, long price) => new("p", "slug", sku, "/images/x.svg", "EUR", price, []);
}
