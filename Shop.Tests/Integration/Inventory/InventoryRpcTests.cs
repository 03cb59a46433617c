using Grpc.Core;
using Shop.Contracts.Inventory.V1;
using Shop.Load.FlashSale;
using Shop.ServiceDefaults.Grpc;
using Shop.ServiceDefaults.Security;

namespace Shop.Tests.Integration.Inventory;

/// <summary>Inventory's rpcs for outsiders, through the gateway of the running shop.</summary>
[Collection(ShopCollection.Name)]
public sealed class InventoryRpcTests(ShopFixture shop) : IAsyncLifetime, IDisposable
{
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromSeconds(60));
    private readonly string _sku = $"NEW-{Guid.NewGuid():N}";
    private FlashSaleDoor? _door;
    private Metadata _admin = [];

    private FlashSaleDoor Door => _door!;

    public async Task InitializeAsync() => (_door, _admin) = (new FlashSaleDoor(shop.GatewayGrpc, await shop.NewAdminAsync()), await shop.HeadersAsync("admin-of-tests", Roles.Admin));

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _door?.Dispose();
        _limit.Dispose();
    }

    [Fact]
    public async Task WatchStock_ByAGuest_TellsOfASkuOnceItExistsAndThenOfEveryChange()
    {
        using var watch = Door.Inventory.WatchStock(new WatchStockRequest { Skus = { _sku } }, await Door.NewGuestAsync(), cancellationToken: _limit.Token);

        await AdjustAsync(7);
        var first = await NextAsync(watch);
        await AdjustAsync(-2);
        var second = await NextAsync(watch);

        (first.AvailableQuantity, second.AvailableQuantity).ShouldBe((7, 5));
        second.Revision.ShouldBeGreaterThan(first.Revision);
        // What lies where is nobody's business.
        (second.OnHandQuantity, second.Locations.Count).ShouldBe((0, 0));
    }

    [Fact]
    public async Task WatchStock_ByAnAdministrator_BeginsWithWhatIsThereAndSeesAll()
    {
        await AdjustAsync(3);

        using var watch = Door.Inventory.WatchStock(new WatchStockRequest { Skus = { _sku } }, _admin, cancellationToken: _limit.Token);

        (await NextAsync(watch)).Locations.ShouldHaveSingleItem().OnHandQuantity.ShouldBe(3);
    }

    [Fact]
    public async Task WatchStock_Nothing_IsRefused()
    {
        using var watch = Door.Inventory.WatchStock(new WatchStockRequest(), cancellationToken: _limit.Token);

        (await Should.ThrowAsync<RpcException>(() => watch.ResponseStream.MoveNext(_limit.Token))).StatusCode.ShouldBe(StatusCode.InvalidArgument);
    }

    [Fact]
    public async Task ListMovements_ByAnAdministrator_GivesTheLedgerAndWhoDidIt()
    {
        await AdjustAsync(3);
        await AdjustAsync(-1);

        var page = await Door.Inventory.ListMovementsAsync(new ListMovementsRequest { Sku = _sku }, _admin);

        page.Movements.Select(movement => (movement.OnHandDelta, movement.ActorId)).ShouldBe([(-1, "admin-of-tests"), (3, "admin-of-tests")]);
    }

    [Fact]
    public async Task AdjustStock_ByAGuest_IsDenied()
    {
        var call = Door.Inventory.AdjustStockAsync(new AdjustStockRequest(), await Door.NewGuestAsync());

        (await Should.ThrowAsync<RpcException>(async () => await call)).StatusCode.ShouldBe(StatusCode.PermissionDenied);
    }

    [Fact]
    public async Task AdjustStock_OtherBodyForTheSameRequestId_IsRefused()
    {
        var request = Request(1);
        await Door.Inventory.AdjustStockAsync(request, _admin);

        var refusal = await Should.ThrowAsync<RpcException>(async () => await Door.Inventory.AdjustStockAsync(new AdjustStockRequest(request) { Delta = 2 }, _admin));

        ShopErrors.ReasonOf(refusal).ShouldBe("REQUEST_ID_REUSED");
    }

    [Fact]
    public async Task OpeningStock_OfTheSeed_LiesAtTwoLocations()
    {
        await using var command = (await shop.DatabaseAsync("inventorydb")).CreateCommand("SELECT count(DISTINCT location_id) FROM stock WHERE on_hand > 0");

        (await command.ExecuteScalarAsync()).ShouldBe(2L);
    }

    private async Task<Stock> NextAsync(AsyncServerStreamingCall<WatchStockResponse> watch)
    {
        (await watch.ResponseStream.MoveNext(_limit.Token)).ShouldBeTrue();
        return watch.ResponseStream.Current.Stock;
    }

    private async Task<Stock> AdjustAsync(int delta) => await Door.Inventory.AdjustStockAsync(Request(delta), _admin);

    private AdjustStockRequest Request(int delta) => new() { RequestId = Guid.CreateVersion7().ToString(), Sku = _sku, Delta = delta, Reason = AdjustmentReason.Received };
}
