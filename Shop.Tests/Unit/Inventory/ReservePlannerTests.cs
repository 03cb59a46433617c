using FsCheck;
using FsCheck.Fluent;
using Shop.Contracts.Inventory.V1;
using Shop.Inventory;

namespace Shop.Tests.Unit.Inventory;

public sealed class ReservePlannerTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void Decide_EnoughStock_HoldsEveryLineUntilTheTtlIsOver()
    {
        var planner = Planner([Row("TEA", onHand: 5), Row("CUP", onHand: 1)]);

        var held = planner.Decide(Demand(("CUP", 1), ("TEA", 2))).ShouldBeOfType<ReserveOutcome.Held>().Reservation;

        held.State.ShouldBe(ReservationState.Held);
        held.ExpireTime.ShouldBe(Now + TimeSpan.FromMinutes(1));
        held.Lines.ShouldBe([new AllocatedLine("CUP", "main", 1), new AllocatedLine("TEA", "main", 2)]);
    }

    [Fact]
    public void Decide_OneLineShort_HoldsNothingAndNamesTheShortage()
    {
        var planner = Planner([Row("TEA", onHand: 5, reserved: 4), Row("CUP", onHand: 9)]);

        var outcome = planner.Decide(Demand(("CUP", 1), ("TEA", 2), ("UNKNOWN", 1))).ShouldBeOfType<ReserveOutcome.OutOfStock>();

        outcome.Shortages.ShouldBe([new Shortage("TEA", 2, 1), new Shortage("UNKNOWN", 1, 0)]);
        planner.Decide(Demand(("CUP", 9))).ShouldBeOfType<ReserveOutcome.Held>();
    }

    [Fact]
    public void Decide_SameOrderTwiceInABatch_HoldsOnce()
    {
        var planner = Planner([Row("TEA", onHand: 2)]);
        var demand = Demand(("TEA", 2));

        var first = planner.Decide(demand).ShouldBeOfType<ReserveOutcome.Held>();
        var second = planner.Decide(demand).ShouldBeOfType<ReserveOutcome.Repeated>();

        second.Reservation.ShouldBe(first.Reservation);
    }

    [Fact]
    public void Decide_OrderHoldsOtherLines_IsAMismatch()
    {
        var planner = Planner([Row("TEA", onHand: 9)]);
        var demand = Demand(("TEA", 2));
        planner.Decide(demand);

        planner.Decide(demand with { Quantities = new() { ["TEA"] = 3 } }).ShouldBeOfType<ReserveOutcome.Mismatch>();
    }

    [Theory]
    [InlineData(ReservationState.Held, typeof(ReserveOutcome.Repeated))]
    [InlineData(ReservationState.Committed, typeof(ReserveOutcome.Repeated))]
    [InlineData(ReservationState.Released, typeof(ReserveOutcome.Released))]
    [InlineData(ReservationState.Expired, typeof(ReserveOutcome.Held))]
    public void Decide_OrderHasAReservation_ByItsState(ReservationState state, Type expected)
    {
        var demand = Demand(("TEA", 1));
        var earlier = new StoredReservation(demand.OrderId, state, Now.AddHours(-1), Now.AddMinutes(-1), Now.AddMinutes(-1), [new AllocatedLine("TEA", "main", 1)]);

        new ReservePlanner([Row("TEA", onHand: 1)], [earlier], Now).Decide(demand).ShouldBeOfType(expected);
    }

    [Fact]
    public void Decide_OneLocationHasItAll_TakesItFromThere()
    {
        var planner = Planner([Row("TEA", onHand: 2, location: "near", priority: 1), Row("TEA", onHand: 5, location: "far", priority: 2)]);

        planner.Decide(Demand(("TEA", 4))).ShouldBeOfType<ReserveOutcome.Held>().Reservation.Lines.ShouldBe([new AllocatedLine("TEA", "far", 4)]);
    }

    [Fact]
    public void Decide_NoLocationHasItAll_SplitsByPriority()
    {
        var planner = Planner([Row("TEA", onHand: 5, location: "far", priority: 2), Row("TEA", onHand: 2, location: "near", priority: 1)]);

        planner.Decide(Demand(("TEA", 6))).ShouldBeOfType<ReserveOutcome.Held>().Reservation.Lines
            .ShouldBe([new AllocatedLine("TEA", "near", 2), new AllocatedLine("TEA", "far", 4)]);
    }

    [Fact]
    public void Decide_AnyStockAndAnyDemands_NeverHoldsMoreThanIsAvailableAndRefusesNothingThatFits()
    {
        var stock = Gen.Choose(0, 20).ArrayOf(6);
        var wants = Gen.Choose(1, 8).ArrayOf(3).ListOf(12);

        Prop.ForAll(Arb.From(stock), Arb.From(wants), (onHand, demands) =>
        {
            // Three SKUs, each at two locations.
            string[] skus = ["A", "B", "C"];
            var rows = onHand.Select((quantity, i) => Row(skus[i % 3], quantity, location: i < 3 ? "near" : "far", priority: i < 3 ? 1 : 2)).ToList();
            var planner = Planner(rows);
            var left = rows.ToDictionary(row => (row.Sku, row.LocationId), row => row.Available);

            foreach (var quantities in demands)
            {
                var demand = Demand([.. skus.Zip(quantities)]);
                var fits = demand.Quantities.All(wanted => left.Where(entry => entry.Key.Sku == wanted.Key).Sum(entry => entry.Value) >= wanted.Value);
                if (planner.Decide(demand) is ReserveOutcome.Held { Reservation: var held })
                {
                    foreach (var line in held.Lines)
                    {
                        left[(line.Sku, line.LocationId)] -= line.Quantity;
                    }

                    fits.ShouldBeTrue();
                    held.IsFor(demand.Quantities).ShouldBeTrue();
                }
                else
                {
                    fits.ShouldBeFalse();
                }
            }

            left.Values.ShouldAllBe(available => available >= 0);
        }).QuickCheckThrowOnFailure();
    }

    private static ReservePlanner Planner(IReadOnlyList<StockRow> stock) => new(stock, [], Now);

    private static StockRow Row(string sku, int onHand, int reserved = 0, string location = "main", int priority = 1) => new(sku, location, priority, onHand, reserved, Revision: 1, Now);

    private static OrderDemand Demand(params (string Sku, int Quantity)[] lines) =>
        new(Guid.CreateVersion7(), new SortedDictionary<string, int>(lines.ToDictionary(line => line.Sku, line => line.Quantity), StringComparer.Ordinal), TimeSpan.FromMinutes(1));
}
