using Shop.Load.FlashSale;

namespace Shop.Tests.Integration.Inventory;

[Collection(ShopCollection.Name)]
public sealed class FlashSaleTests(ShopFixture shop)
{
    [Fact]
    public async Task FlashSale_FiveShoppersForEachPiece_SellsExactlyThePieces()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(4));
        using var admin = await shop.NewAdminAsync();
        using var door = new FlashSaleDoor(shop.GatewayGrpc, admin);
        var output = new StringWriter();

        var result = await new FlashSaleRun(door, await shop.DatabaseAsync("inventorydb"), await shop.DatabaseAsync("orderdb"), units: 100, shoppers: 500)
            .ExecuteAsync(output, limit.Token);

        result.Complaints.ShouldBeEmpty(output.ToString());
        result.Answers.Count(answer => answer.OrderId is not null).ShouldBe(100);
        result.Answers.Count(answer => answer.What == "FailedPrecondition OUT_OF_STOCK").ShouldBe(400);
    }
}
