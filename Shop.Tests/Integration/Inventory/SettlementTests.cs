using Shop.Contracts.Inventory.V1;
using Shop.Inventory;

namespace Shop.Tests.Integration.Inventory;

/// <summary>What becomes of what is held: committed, released, expired.</summary>
[Collection(ShopServers.Collection)]
public sealed class SettlementTests(ShopServers servers) : InventoryTest(servers)
{
    [Fact]
    public async Task Commit_SplitLine_TakesEachLocationsShareAndLeavesWhatCanBeSold()
    {
        await StockAsync("TEA", 3);
        await StockAsync("TEA", 5, "depot");
        var held = (await ReserveAsync(("TEA", 6))).ShouldBeOfType<ReserveOutcome.Held>().Reservation;
        var before = (await EventsAsync("TEA")).Count;

        var committed = (await Replica.Commits.CommitAsync(held.OrderId, Token)).ShouldBeOfType<CommitOutcome.Committed>().Reservation;
        var again = (await Replica.Commits.CommitAsync(held.OrderId, Token)).ShouldBeOfType<CommitOutcome.Committed>().Reservation;

        committed.State.ShouldBe(ReservationState.Committed);
        again.Lines.ShouldBe(committed.Lines, ignoreOrder: true);
        var totals = await TotalsAsync("TEA");
        (totals.OnHand, totals.Reserved, totals.Available).ShouldBe((2, 0, 2));
        // What can be sold has not changed, so nobody is told.
        (await EventsAsync("TEA")).Count.ShouldBe(before);
        await ShouldReconcileAsync();
    }

    [Fact]
    public async Task Commit_ManyOfAHotSkuAtTwoReplicas_EachOnce()
    {
        await StockAsync("TEA", 300);
        var other = await StartReplicaAsync();
        var orders = Enumerable.Range(0, 200).Select(_ => Demand(Guid.CreateVersion7(), ("TEA", 1))).ToList();
        await Task.WhenAll(orders.Select(order => Replica.Batcher.ReserveAsync(order, Token)));

        var outcomes = await Task.WhenAll(orders.SelectMany(order => new[] { Replica.Commits.CommitAsync(order.OrderId, Token), other.Commits.CommitAsync(order.OrderId, Token) }));

        outcomes.ShouldAllBe(outcome => outcome is CommitOutcome.Committed);
        var totals = await TotalsAsync("TEA");
        (totals.OnHand, totals.Reserved).ShouldBe((100, 0));
        await ShouldReconcileAsync();
    }

    [Fact]
    public async Task Commit_NeverReserved_IsNotFound() =>
        (await Replica.Commits.CommitAsync(Guid.CreateVersion7(), Token)).ShouldBeOfType<CommitOutcome.NotFound>();

    [Fact]
    public async Task Commit_Released_IsTooLate()
    {
        await StockAsync("TEA", 1);
        var held = (await ReserveAsync(("TEA", 1))).ShouldBeOfType<ReserveOutcome.Held>().Reservation;
        await Replica.Store.ReleaseAsync(held.OrderId, DateTimeOffset.UtcNow, Token);

        (await Replica.Commits.CommitAsync(held.OrderId, Token)).ShouldBeOfType<CommitOutcome.Released>();
    }

    [Fact]
    public async Task Commit_Expired_HoldsAnewIfItIsStillThere()
    {
        await StockAsync("TEA", 2);
        var orders = new[] { Demand(Guid.CreateVersion7(), ("TEA", 1)), Demand(Guid.CreateVersion7(), ("TEA", 1)) };
        await Replica.Store.ReserveAsync(orders, DateTimeOffset.UtcNow.AddHours(-1), Token);
        (await Replica.Sweeper.SweepAsync(Token)).ShouldBe(2);
        await ShouldReconcileAsync();

        (await Replica.Commits.CommitAsync(orders[0].OrderId, Token)).ShouldBeOfType<CommitOutcome.Committed>();
        await ReserveAsync(("TEA", 1));

        (await Replica.Commits.CommitAsync(orders[1].OrderId, Token)).ShouldBeOfType<CommitOutcome.OutOfStock>().Shortages.ShouldBe([new Shortage("TEA", 1, 0)]);
        await ShouldReconcileAsync();
    }

    [Fact]
    public async Task Sweep_ManyExpiredOfOneSku_PublishesEachOrderAndTheSkuOnce()
    {
        await StockAsync("TEA", 50);
        await Replica.Store.ReserveAsync([.. Enumerable.Range(0, 20).Select(_ => Demand(Guid.CreateVersion7(), ("TEA", 1)))], DateTimeOffset.UtcNow.AddHours(-1), Token);
        var before = (await EventsAsync("TEA")).Count;

        await Replica.Sweeper.SweepAsync(Token);

        (await EventsAsync("TEA")).Count.ShouldBe(before + 1);
        (await ScalarAsync<long>("SELECT count(*) FROM outbox WHERE type = 'shop.inventory.v1.ReservationExpired'")).ShouldBe(20);
        (await TotalsAsync("TEA")).Available.ShouldBe(50);
        await ShouldReconcileAsync();
    }

    [Fact]
    public async Task Release_CommittedFromTwoLocations_ReturnsEachWhatItGave()
    {
        await StockAsync("TEA", 3);
        await StockAsync("TEA", 5, "depot");
        var held = (await ReserveAsync(("TEA", 6))).ShouldBeOfType<ReserveOutcome.Held>().Reservation;
        await Replica.Commits.CommitAsync(held.OrderId, Token);

        await Replica.Store.ReleaseAsync(held.OrderId, DateTimeOffset.UtcNow, Token);
        await Replica.Store.ReleaseAsync(held.OrderId, DateTimeOffset.UtcNow, Token);

        (await TotalsAsync("TEA")).Locations.Select(row => (row.LocationId, row.OnHand, row.Reserved)).ShouldBe([("depot", 5, 0), ("main", 3, 0)]);
        (await Replica.Movements.ListAsync(new() { OrderId = held.OrderId.ToString() }, Token)).Movements.Count(movement => movement.Kind == MovementKind.Returned).ShouldBe(2);
        await ShouldReconcileAsync();
    }

    [Fact]
    public async Task Release_BeforeTheReserveArrives_HoldsNothingLater()
    {
        await StockAsync("TEA", 3);
        await ReserveAsync(("TEA", 1));
        var late = Demand(Guid.CreateVersion7(), ("TEA", 1));
        await Replica.Store.ReleaseAsync(late.OrderId, DateTimeOffset.UtcNow, Token);

        (await Replica.Batcher.ReserveAsync(late, Token)).ShouldBeOfType<ReserveOutcome.Released>();
        (await TotalsAsync("TEA")).Reserved.ShouldBe(1);
    }

    [Fact]
    public async Task Release_WhileTheReserveArrives_EndsReleasedAndHoldsNothing()
    {
        await StockAsync("TEA", 1000);
        await ReserveAsync(("TEA", 1));

        await Task.WhenAll(Enumerable.Range(0, 200).Select(async _ =>
        {
            var demand = Demand(Guid.CreateVersion7(), ("TEA", 1));
            await Task.WhenAll(Replica.Batcher.ReserveAsync(demand, Token), Replica.Store.ReleaseAsync(demand.OrderId, DateTimeOffset.UtcNow, Token));
        }));

        (await ScalarAsync<long>("SELECT count(*) FROM reservation WHERE state = 3")).ShouldBe(200);
        (await TotalsAsync("TEA")).Reserved.ShouldBe(1);
        await ShouldReconcileAsync();
    }
}
