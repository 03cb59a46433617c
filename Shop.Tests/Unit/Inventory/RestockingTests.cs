using FsCheck;
using FsCheck.Fluent;
using Shop.Contracts.Order.V1;
using Shop.Inventory;

namespace Shop.Tests.Unit.Inventory;

public sealed class RestockingTests
{
    [Fact]
    public void Plan_SecondRefund_GoesOnWhereTheFirstEnded()
    {
        var allocated = new[] { new AllocatedLine("TEA", "depot", 3) { Returned = 2 }, new AllocatedLine("TEA", "main", 4) };

        Restocking.Plan(allocated, [Line("TEA", 3)]).ShouldBe([new AllocatedLine("TEA", "depot", 1), new AllocatedLine("TEA", "main", 2)]);
    }

    [Fact]
    public void Plan_MoreThanIsOut_BringsBackWhatIsOut() =>
        Restocking.Plan([new AllocatedLine("TEA", "main", 4) { Returned = 3 }], [Line("TEA", 9), Line("CUP", 1)]).ShouldBe([new AllocatedLine("TEA", "main", 1)]);

    [Fact]
    public void Plan_AnyRefundsInAnyParts_ReturnEachLocationWhatItGaveAndNoMore()
    {
        var taken = Gen.Choose(1, 9).ArrayOf(3);
        var refunds = Gen.Choose(1, 6).ListOf(12);

        Prop.ForAll(Arb.From(taken), Arb.From(refunds), (quantities, parts) =>
        {
            var lines = quantities.Select((quantity, i) => new AllocatedLine("TEA", $"l{i}", quantity)).ToList();
            foreach (var part in parts)
            {
                var outside = lines.Sum(line => line.Quantity - line.Returned);
                var planned = Restocking.Plan(lines, [Line("TEA", part)]);
                planned.Sum(line => line.Quantity).ShouldBe(Math.Min(part, outside));
                lines = lines.ConvertAll(line => line with { Returned = line.Returned + planned.Where(back => back.LocationId == line.LocationId).Sum(back => back.Quantity) });
                lines.ShouldAllBe(line => line.Returned <= line.Quantity);
            }
        }).QuickCheckThrowOnFailure();
    }

    private static LineQuantity Line(string sku, int quantity) => new() { Sku = sku, Quantity = quantity };
}
