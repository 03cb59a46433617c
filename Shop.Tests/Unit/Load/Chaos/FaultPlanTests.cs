using Shop.Load.Chaos;
using Shop.Load.Running;

namespace Shop.Tests.Unit.Load.Chaos;

public sealed class FaultPlanTests
{
    private static readonly RunningApp App = new(1, [Process("postgres"), Process("rabbitmq"), Process("order", "order-a"), Process("order", "order-b"), Process("cart")]);

    [Fact]
    public void All_ShopWithReplicas_HasEveryKind()
    {
        var all = FaultPlan.All(App);

        all.Select(fault => fault.Kind).Distinct().ShouldBe(Enum.GetValues<FaultKind>(), ignoreOrder: true);
        all.Where(fault => fault.Kind == FaultKind.KillReplica).ShouldHaveSingleItem().Target.ShouldBe("order");
        all.Count(fault => fault.Kind == FaultKind.Kill).ShouldBe(4);
    }

    [Fact]
    public void Endless_SameSeed_GivesTheSameOrder()
    {
        var all = FaultPlan.All(App);

        FaultPlan.Endless(all, new Random(7)).Take(50).ShouldBe(FaultPlan.Endless(all, new Random(7)).Take(50));
        FaultPlan.Endless(all, new Random(7)).Take(50).ShouldNotBe(FaultPlan.Endless(all, new Random(8)).Take(50));
    }

    [Fact]
    public void Endless_FirstRound_HasEveryKindAndKillsAServerAndTwoServices()
    {
        var all = FaultPlan.All(App);

        var first = FaultPlan.Endless(all, new Random(7)).Take(FaultPlan.FirstRoundCount(all)).ToList();

        first.Select(fault => fault.Kind).Distinct().ShouldBe(Enum.GetValues<FaultKind>(), ignoreOrder: true);
        var killed = first.Where(fault => fault.Kind == FaultKind.Kill).Select(fault => fault.Target).ToList();
        killed.Count.ShouldBe(3);
        killed.Intersect(["order", "cart"]).Count().ShouldBe(2);
        first.Distinct().Count().ShouldBe(first.Count);
    }

    [Fact]
    public void Endless_LaterRounds_HaveEverything()
    {
        var all = FaultPlan.All(App);

        var second = FaultPlan.Endless(all, new Random(7)).Skip(FaultPlan.FirstRoundCount(all)).Take(all.Count);

        second.ShouldBe(all, ignoreOrder: true);
    }

    private static RunningResource Process(string name, string? id = null) => new(name, id ?? name, "Project", "Running", "Healthy", 1, []);
}
