using Shop.Contracts.Inventory.V1;
using Shop.Inventory;

namespace Shop.Tests.Integration.Inventory;

/// <summary>Reservations through their life, and what stays true whoever else is at work.</summary>
[Collection(ShopServers.Collection)]
public sealed class ReservationTests(ShopServers servers) : InventoryTest(servers)
{
    [Fact]
    public async Task Reserve_EachTime_PublishesWhatIsStored()
    {
        await StockAsync("TEA", 10);
        await StockAsync("TEA", 5, "depot");

        for (var i = 0; i < 4; i++)
        {
            (await ReserveAsync(("TEA", 2))).ShouldBeOfType<ReserveOutcome.Held>();
        }

        var events = await EventsAsync("TEA");
        var totals = await TotalsAsync("TEA");
        events[^1].ShouldBe(StockEvents.Changed(totals));
        events.Select(change => (change.AvailableQuantity, change.Revision)).ShouldBe([(10, 1), (15, 2), (7, 6)]);
        await ShouldReconcileAsync();
    }

    [Fact]
    public async Task Reserve_ManyOrdersAtOnce_PublishOneEventASkuAndTransaction()
    {
        await StockAsync("TEA", 1000);
        var before = (await EventsAsync("TEA")).Count;
        var demands = Enumerable.Range(0, 200).Select(_ => Demand(Guid.CreateVersion7(), ("TEA", 1))).ToList();

        await Replica.Store.ReserveAsync(demands, DateTimeOffset.UtcNow, Token);

        (await EventsAsync("TEA")).Count.ShouldBe(before + 1);
    }

    [Fact]
    public async Task Reserve_TwoReplicasAndTenTimesTheStock_SellExactlyWhatIsThere()
    {
        await StockAsync("TEA", 100);
        await StockAsync("TEA", 50, "depot");
        var other = await StartReplicaAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 1500).Select(i => (i % 2 == 0 ? Replica : other).Batcher.ReserveAsync(Demand(Guid.CreateVersion7(), ("TEA", 1)), Token)));

        outcomes.Count(outcome => outcome is ReserveOutcome.Held).ShouldBe(150);
        outcomes.Count(outcome => outcome is ReserveOutcome.OutOfStock).ShouldBe(1350);
        (await TotalsAsync("TEA")).Available.ShouldBe(0);
        await ShouldReconcileAsync();
    }

    [Fact]
    public async Task Reserve_TwoReplicasWithTheSameSkusInEveryOrder_NeitherOversellNorBlockEachOther()
    {
        string[] skus = [.. Enumerable.Range(0, 8).Select(i => $"S{i}")];
        foreach (var sku in skus)
        {
            await StockAsync(sku, 60);
        }

        var other = await StartReplicaAsync();
        var random = new Random(4711);
        var demands = Enumerable.Range(0, 600).Select(_ => Demand(Guid.CreateVersion7(), [.. random.GetItems(skus, 3).Distinct().Select(sku => (sku, random.Next(1, 4)))])).ToList();

        var outcomes = await Task.WhenAll(demands.Select(async (demand, i) =>
        {
            var replica = i % 2 == 0 ? Replica : other;
            var outcome = await replica.Batcher.ReserveAsync(demand, Token);
            switch (outcome, i % 5)
            {
                case (ReserveOutcome.Held, 0):
                    await replica.Store.ReleaseAsync(demand.OrderId, DateTimeOffset.UtcNow, Token);
                    break;
                case (ReserveOutcome.Held, 1 or 2):
                    await (i % 3 == 0 ? Replica : other).Commits.CommitAsync(demand.OrderId, Token);
                    break;
            }

            return outcome;
        }));

        outcomes.ShouldContain(outcome => outcome is ReserveOutcome.OutOfStock);
        await ShouldReconcileAsync();
        (await ScalarAsync<long>("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")).ShouldBe(0);
    }

    [Fact]
    public async Task Reserve_SameOrderAtTwoReplicasAtOnce_HoldsOnce()
    {
        await StockAsync("TEA", 100);
        var other = await StartReplicaAsync();
        await ReserveAsync(("TEA", 1));
        await other.Batcher.ReserveAsync(Demand(Guid.CreateVersion7(), ("TEA", 1)), Token);

        for (var i = 0; i < 20; i++)
        {
            var demand = Demand(Guid.CreateVersion7(), ("TEA", 2));
            var outcomes = await Task.WhenAll(Replica.Batcher.ReserveAsync(demand, Token), other.Batcher.ReserveAsync(demand, Token));
            outcomes.Count(outcome => outcome is ReserveOutcome.Held).ShouldBe(1);
            outcomes.Count(outcome => outcome is ReserveOutcome.Repeated).ShouldBe(1);
        }

        (await TotalsAsync("TEA")).Reserved.ShouldBe(42);
        await ShouldReconcileAsync();
    }

    [Fact]
    public async Task Reserve_WhatTheReplicaBelievesIsSoldElsewhere_IsRefusedByWhatIsStored()
    {
        await StockAsync("TEA", 10);
        await ReserveAsync(("TEA", 1));
        var other = await StartReplicaAsync();
        (await other.Batcher.ReserveAsync(Demand(Guid.CreateVersion7(), ("TEA", 9)), Token)).ShouldBeOfType<ReserveOutcome.Held>();

        (await ReserveAsync(("TEA", 1))).ShouldBeOfType<ReserveOutcome.OutOfStock>().Shortages.ShouldBe([new Shortage("TEA", 1, 0)]);
    }

    [Fact]
    public async Task Reserve_WhatTheReplicaBelievesIsGoneCameBackElsewhere_IsHeld()
    {
        await StockAsync("TEA", 1);
        var first = Demand(Guid.CreateVersion7(), ("TEA", 1));
        await Replica.Batcher.ReserveAsync(first, Token);
        var other = await StartReplicaAsync();
        await other.Store.ReleaseAsync(first.OrderId, DateTimeOffset.UtcNow, Token);

        (await ReserveAsync(("TEA", 1))).ShouldBeOfType<ReserveOutcome.Held>();
        await ShouldReconcileAsync();
    }

    [Fact]
    public async Task Reserve_UnknownSku_IsRefusedNotSkipped()
    {
        await StockAsync("TEA", 5);

        (await ReserveAsync(("TEA", 1), ("NOWHERE", 1))).ShouldBeOfType<ReserveOutcome.OutOfStock>().Shortages.ShouldBe([new Shortage("NOWHERE", 1, 0)]);

        (await TotalsAsync("TEA")).Reserved.ShouldBe(0);
    }

    [Fact]
    public async Task Reserve_MoreThanIsThere_TakesNothingSilently()
    {
        await StockAsync("TEA", 3);
        await StockAsync("TEA", 5, "depot");

        (await ReserveAsync(("TEA", 9))).ShouldBeOfType<ReserveOutcome.OutOfStock>().Shortages.ShouldBe([new Shortage("TEA", 9, 8)]);

        (await TotalsAsync("TEA")).Available.ShouldBe(8);
    }

    [Fact]
    public async Task Reserve_FiveOverLocationsOfThreeAndFive_AllocatesFiveNotEight()
    {
        await StockAsync("TEA", 3);
        await StockAsync("TEA", 5, "depot");

        var held = (await ReserveAsync(("TEA", 6))).ShouldBeOfType<ReserveOutcome.Held>().Reservation;

        held.Lines.ShouldBe([new AllocatedLine("TEA", "main", 3), new AllocatedLine("TEA", "depot", 3)]);
        (await TotalsAsync("TEA")).Reserved.ShouldBe(6);
        await ShouldReconcileAsync();
    }

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

    [Fact]
    public async Task Constraints_WhateverTheCodeDoes_LetNothingBeSoldTwice()
    {
        await StockAsync("TEA", 1);

        (await Should.ThrowAsync<Npgsql.PostgresException>(ExecuteAsync("UPDATE stock SET reserved = 2"))).ConstraintName.ShouldBe("stock_not_oversold");
        (await Should.ThrowAsync<Npgsql.PostgresException>(ExecuteAsync("UPDATE stock SET reserved = -1"))).ConstraintName.ShouldBe("stock_reserved_not_negative");
    }

    private Task<ReserveOutcome> ReserveAsync(params (string Sku, int Quantity)[] lines) => Replica.Batcher.ReserveAsync(Demand(Guid.CreateVersion7(), lines), Token);

    private async Task<List<StockChanged>> EventsAsync(string sku)
    {
        await Replica.Announcer.AnnounceAsync(Token);
        return await ToldAsync(sku);
    }
}
