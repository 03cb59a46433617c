using Grpc.Core;
using Shop.Contracts.Inventory.V1;
using Shop.Inventory;

namespace Shop.Tests.Integration.Inventory;

[Collection(ShopServers.Collection)]
public sealed class ListMovementsTests(ShopServers servers) : InventoryTest(servers)
{
    [Fact]
    public async Task ListMovements_SeveralPages_GivesEachOnceNewestFirst()
    {
        for (var i = 1; i <= 7; i++)
        {
            await StockAsync("TEA", i);
        }

        var pages = await PagesAsync(new ListMovementsRequest { PageSize = 3 });

        pages.Select(page => page.Count).ShouldBe([3, 3, 1]);
        var ids = pages.SelectMany(page => page).Select(movement => long.Parse(movement.MovementId, System.Globalization.CultureInfo.InvariantCulture)).ToList();
        ids.ShouldBe(ids.OrderDescending());
        ids.Distinct().Count().ShouldBe(7);
    }

    [Fact]
    public async Task ListMovements_PageIsAllThereIs_HasNoNext()
    {
        await StockAsync("TEA", 1);
        await StockAsync("TEA", 2);

        (await Replica.Movements.ListAsync(new ListMovementsRequest { PageSize = 2 }, Token)).NextPageToken.ShouldBeEmpty();
    }

    [Fact]
    public async Task ListMovements_NewOnesBetweenPages_RepeatNone()
    {
        await StockAsync("TEA", 1);
        await StockAsync("TEA", 2);
        var request = new ListMovementsRequest { PageSize = 1 };
        var first = await Replica.Movements.ListAsync(request, Token);
        await StockAsync("TEA", 3);

        var second = await Replica.Movements.ListAsync(new ListMovementsRequest(request) { PageToken = first.NextPageToken }, Token);

        second.Movements.ShouldHaveSingleItem().OnHandDelta.ShouldBe(1);
        second.Movements[0].ShouldNotBe(first.Movements[0]);
        second.NextPageToken.ShouldBeEmpty();
    }

    [Fact]
    public async Task ListMovements_Filters_NarrowTogether()
    {
        await StockAsync("TEA", 5);
        await StockAsync("TEA", 5, "depot");
        await StockAsync("CUP", 5);
        var orderId = Guid.CreateVersion7();
        await Replica.Batcher.ReserveAsync(new OrderDemand(orderId, new() { ["TEA"] = 2, ["CUP"] = 1 }, TimeSpan.FromMinutes(1)), Token);

        (await CountAsync(new())).ShouldBe(5);
        (await CountAsync(new() { Sku = "TEA" })).ShouldBe(3);
        (await CountAsync(new() { LocationId = "depot" })).ShouldBe(1);
        (await CountAsync(new() { Sku = "TEA", LocationId = "main" })).ShouldBe(2);
        (await CountAsync(new() { OrderId = orderId.ToString() })).ShouldBe(2);
        (await CountAsync(new() { OrderId = orderId.ToString(), Sku = "CUP", LocationId = "main" })).ShouldBe(1);
        (await CountAsync(new() { OrderId = NewId() })).ShouldBe(0);
    }

    [Fact]
    public async Task ListMovements_TokenOfOtherFilters_IsRefused()
    {
        await StockAsync("TEA", 1);
        await StockAsync("TEA", 2);
        var page = await Replica.Movements.ListAsync(new ListMovementsRequest { PageSize = 1 }, Token);

        await ShouldBeRefusedAsync(
            Replica.Movements.ListAsync(new ListMovementsRequest { PageSize = 1, Sku = "TEA", PageToken = page.NextPageToken }, Token), StatusCode.InvalidArgument, "INVALID_PAGE_TOKEN");
    }

    [Theory]
    [InlineData("sku = 'S-7'")]
    [InlineData("location_id = 'depot'")]
    [InlineData("sku = 'S-7' AND location_id = 'main'")]
    [InlineData("order_id = '0198c0de-0000-7000-8000-000000000000'")]
    [InlineData("true")]
    public async Task ListMovements_LongLedger_IsReadByAnIndexInOrder(string filter)
    {
        await ExecuteAsync("""
            INSERT INTO movement (sku, location_id, kind, on_hand_delta, order_id)
            SELECT 'S-' || i % 100, CASE WHEN i % 1000 = 0 THEN 'depot' ELSE 'main' END, 1, 1, gen_random_uuid() FROM generate_series(1, 20000) i
            """);
        await ExecuteAsync("ANALYZE movement");

        var plan = await ScalarAsync<string>($"EXPLAIN (FORMAT JSON) SELECT * FROM movement WHERE {filter} AND movement_id < 15000 ORDER BY movement_id DESC LIMIT 51");

        plan.ShouldContain("Index");
        plan.ShouldNotContain("Seq Scan");
    }

    private async Task<int> CountAsync(ListMovementsRequest request) => (await Replica.Movements.ListAsync(request, Token)).Movements.Count;

    private async Task<List<IReadOnlyList<Movement>>> PagesAsync(ListMovementsRequest request)
    {
        var pages = new List<IReadOnlyList<Movement>>();
        do
        {
            var page = await Replica.Movements.ListAsync(request, Token);
            pages.Add(page.Movements);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        return pages;
    }
}
