using Shop.Inventory;

namespace Shop.Tests.Integration.Inventory;

/// <summary>What is told of the stock: seldom enough for those who listen, and in the end always what is there.</summary>
[Collection(ShopServers.Collection)]
public sealed class StockAnnouncerTests(ShopServers servers) : InventoryTest(servers)
{
    [Fact]
    public async Task Announce_WhileTwoReplicasReserve_LastToldIsWhatIsThere()
    {
        string[] skus = ["TEA", "MUG", "BEAN"];
        foreach (var sku in skus)
        {
            await StockAsync(sku, 1000);
        }

        var other = await StartReplicaAsync();
        using var rushOver = new CancellationTokenSource();
        var announcing = new[] { Replica, other }.Select(replica => Task.Run(() => AnnounceUntilAsync(replica, rushOver.Token))).ToList();
        await Parallel.ForAsync(0, 400, Token, async (i, token) =>
        {
            var demand = Demand(Guid.CreateVersion7(), (skus[i % 3], 1), (skus[(i + 1) % 3], 1));
            (await (i % 2 == 0 ? Replica : other).Batcher.ReserveAsync(demand, token)).ShouldBeOfType<ReserveOutcome.Held>();
        });
        await rushOver.CancelAsync();
        await Task.WhenAll(announcing);
        await Replica.Announcer.AnnounceAsync(Token);

        foreach (var sku in skus)
        {
            (await ToldAsync(sku))[^1].ShouldBe(StockEvents.Changed(await TotalsAsync(sku)));
        }

        (await ScalarAsync<long>("SELECT count(*) FROM stock_change")).ShouldBe(0);
        await ShouldReconcileAsync();
    }

    [Fact]
    public async Task Announce_MoreThanFitIn_TellsOfWhatSoldOutFirstAndThenOfWhatHasWaitedLongest()
    {
        await ExecuteAsync("""
            INSERT INTO stock_change (sku, on_hand, reserved, revision, change_time, turned, since)
            SELECT 'SKU-' || i, 5, 1, 2, now(), false, now() - i * interval '1 second' FROM generate_series(1, 300) AS i
            """);
        await StockAsync("TEA", 2);
        await Replica.Batcher.ReserveAsync(Demand(Guid.CreateVersion7(), ("TEA", 1)), Token);
        await Replica.Batcher.ReserveAsync(Demand(Guid.CreateVersion7(), ("TEA", 1)), Token);

        var first = await Replica.Announcer.AnnounceAsync(Token);
        var left = await ColumnAsync<string>("SELECT sku FROM stock_change");

        left.Count.ShouldBe(301 - first);
        left.ShouldNotContain("TEA");
        left.ShouldNotContain("SKU-300");
        left.ShouldContain("SKU-1");
        (await ToldAsync("TEA"))[^1].AvailableQuantity.ShouldBe(0);
    }

    private static async Task AnnounceUntilAsync(InventoryReplica replica, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            await replica.Announcer.AnnounceAsync(Token);
        }
    }
}
