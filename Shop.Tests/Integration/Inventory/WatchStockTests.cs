using Shop.Inventory;

namespace Shop.Tests.Integration.Inventory;

/// <summary>Watching stock without a broker: whatever messages are lost, the last state arrives.</summary>
[Collection(ShopServers.Collection)]
public sealed class WatchStockTests(ShopServers servers) : InventoryTest(servers)
{
    [Fact]
    public async Task Watch_ChangedElsewhereAndNoMessageCame_TellsTheLastState()
    {
        await StockAsync("TEA", 10);
        var other = await StartReplicaAsync();
        using var watch = other.Watchers.Watch(["TEA"], availableOnly: true);

        await Replica.Batcher.ReserveAsync(Demand(Guid.CreateVersion7(), ("TEA", 3)), Token);

        await UntilAsync(watch, stock => stock.Available == 7);
    }

    [Fact]
    public async Task Watch_UnknownSku_IsToldOfOnceItExists()
    {
        using var watch = Replica.Watchers.Watch(["LATER"], availableOnly: true);

        await StockAsync("LATER", 4);
        Replica.Watchers.Note("LATER");

        await UntilAsync(watch, stock => stock.Sku == "LATER" && stock.Available == 4);
    }

    [Fact]
    public async Task Watch_CommittedForWhoSeesAll_TellsOfOnHand()
    {
        await StockAsync("TEA", 10);
        var order = Demand(Guid.CreateVersion7(), ("TEA", 3));
        await Replica.Batcher.ReserveAsync(order, Token);
        using var watch = Replica.Watchers.Watch(["TEA"], availableOnly: false);

        await Replica.Commits.CommitAsync(order.OrderId, Token);

        await UntilAsync(watch, stock => (stock.OnHand, stock.Reserved) == (7, 0));
    }

    [Fact]
    public async Task Watch_ManyChangesAtTwoReplicas_EndsWithTheLastOneInRisingRevisions()
    {
        await StockAsync("TEA", 200);
        var other = await StartReplicaAsync();
        using var watch = Replica.Watchers.Watch(["TEA"], availableOnly: true);
        var revisions = new List<long>();

        var buying = Task.WhenAll(Enumerable.Range(0, 200).Select(async i =>
        {
            await (i % 2 == 0 ? Replica : other).Batcher.ReserveAsync(Demand(Guid.CreateVersion7(), ("TEA", 1)), Token);
            Replica.Watchers.Note("TEA");
        }));
        await UntilAsync(watch, stock =>
        {
            revisions.Add(stock.Revision);
            return stock.Available == 0;
        });

        await buying;
        revisions.ShouldBe(revisions.Distinct().Order());
    }

    private static async Task UntilAsync(StockWatch watch, Func<StockTotals, bool> expected)
    {
        var token = Token;
        while (true)
        {
            foreach (var stock in await watch.NextAsync(token))
            {
                if (expected(stock))
                {
                    return;
                }
            }
        }
    }
}
