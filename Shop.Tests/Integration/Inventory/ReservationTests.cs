using Shop.Inventory;

namespace Shop.Tests.Integration.Inventory;

/// <summary>What is held for an order, and what stays true whoever else is at work.</summary>
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
    public async Task Constraints_WhateverTheCodeDoes_LetNothingBeSoldTwice()
    {
        await StockAsync("TEA", 1);

        (await Should.ThrowAsync<Npgsql.PostgresException>(ExecuteAsync("UPDATE stock SET reserved = 2"))).ConstraintName.ShouldBe("stock_not_oversold");
        (await Should.ThrowAsync<Npgsql.PostgresException>(ExecuteAsync("UPDATE stock SET reserved = -1"))).ConstraintName.ShouldBe("stock_reserved_not_negative");
    }
}
