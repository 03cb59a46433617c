using FsCheck;
using FsCheck.Fluent;
using Shop.Catalog;
using static Shop.Tests.Unit.Catalog.Sample;

namespace Shop.Tests.Unit.Catalog;

public sealed class PriceTimesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Settle_NoEntries_IsTheRegularPriceForGood()
    {
        var product = Mug(price: 1200);

        PriceTimes.Settle(product, "EUR", Noon).ShouldBeNull();

        (product.MinPrice, product.MaxPrice).ShouldBe((Euros(1200), Euros(1300)));
        product.Variants[0].RegularEntry.ShouldBeNull();
    }

    [Fact]
    public void Settle_BeforeDuringAndAfterASale_IsTheRightPriceEachTime()
    {
        var product = Mug(price: 1200);
        product.Variants[0].Prices.Add(Entry(900, Noon, Noon.AddHours(1)));

        PriceTimes.Settle(product, "EUR", Noon.AddTicks(-10)).ShouldBe(Noon.UtcDateTime);
        product.Variants[0].Price.ShouldBe(Euros(1200));

        PriceTimes.Settle(product, "EUR", Noon).ShouldBe(Noon.AddHours(1).UtcDateTime);
        (product.Variants[0].Price, product.MinPrice).ShouldBe((Euros(900), Euros(900)));
        product.Variants[0].RegularEntry.Price.ShouldBe(Euros(1200));

        PriceTimes.Settle(product, "EUR", Noon.AddHours(1)).ShouldBeNull();
        product.Variants[0].Price.ShouldBe(Euros(1200));
        product.Variants[0].RegularEntry.ShouldBeNull();
        product.Variants[0].Prices.ShouldBeEmpty();
    }

    [Fact]
    public void Settle_TwoThatOverlap_IsTheOneThatBeganLast()
    {
        var product = Mug(price: 1200);
        product.Variants[0].Prices.Add(Entry(800, Noon.AddMinutes(-1), Noon.AddHours(1)));
        product.Variants[0].Prices.Add(Entry(1000, Noon.AddDays(-1)));

        PriceTimes.Settle(product, "EUR", Noon);
        product.Variants[0].Price.ShouldBe(Euros(800));

        PriceTimes.Settle(product, "EUR", Noon.AddHours(1));
        product.Variants[0].Price.ShouldBe(Euros(1000));
        product.Variants[0].RegularEntry.Price.ShouldBe(Euros(1200));
    }

    [Fact]
    public void InCurrency_WithoutAPriceForEveryVariant_IsTheProductAsItIs()
    {
        var product = Mug();
        product.Variants[0].Prices.Add(Entry(1500, currency: "USD"));
        PriceTimes.Settle(product, "EUR", Noon);

        PriceTimes.InCurrency(product, "USD", Noon).ShouldBe(product);
        PriceTimes.InCurrency(product, "", Noon).ShouldBeSameAs(product);
    }

    [Fact]
    public void InCurrency_WithPrices_HasThemAndTheirRange()
    {
        var product = Mug();
        product.Variants[0].Prices.Add(Entry(1500, currency: "USD"));
        product.Variants[1].Prices.Add(Entry(1700, currency: "USD"));
        PriceTimes.Settle(product, "EUR", Noon);
        var before = product.Clone();

        var converted = PriceTimes.InCurrency(product, "USD", Noon);

        converted.Variants.Select(variant => variant.Price.MinorUnits).ShouldBe([1500, 1700]);
        (converted.MinPrice.CurrencyCode, converted.MinPrice.MinorUnits, converted.MaxPrice.MinorUnits).ShouldBe(("USD", 1500, 1700));
        product.ShouldBe(before);
    }

    [Fact]
    public void Settle_StepByStepOrAtOnce_EndsTheSame()
    {
        var entries = Gen.Choose(-50, 50).Two().Where(pair => pair.Item1 < pair.Item2).ListOf(6).ToArbitrary();
        Prop.ForAll(entries, Gen.Choose(-60, 60).ToArbitrary(), (times, at) =>
        {
            var product = Mug();
            foreach (var (start, end) in times.DistinctBy(pair => pair.Item1))
            {
                product.Variants[0].Prices.Add(Entry(100 + start, Noon.AddMinutes(start), Noon.AddMinutes(end)));
            }

            var (stepwise, atOnce, moment) = (product.Clone(), product.Clone(), Noon.AddMinutes(at));
            DateTime? next = Noon.AddMinutes(-100).UtcDateTime;
            while (next is { } due && due <= moment.UtcDateTime)
            {
                next = PriceTimes.Settle(stepwise, "EUR", new DateTimeOffset(due));
            }

            return PriceTimes.Settle(atOnce, "EUR", moment) == next && atOnce.Equals(stepwise);
        }).QuickCheckThrowOnFailure();
    }
}
