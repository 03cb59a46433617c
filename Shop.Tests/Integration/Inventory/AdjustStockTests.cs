using Grpc.Core;
using Shop.Contracts.Inventory.V1;
using Shop.Inventory;
using Shop.ServiceDefaults.Grpc;
using Shop.ServiceDefaults.Postgres;

namespace Shop.Tests.Integration.Inventory;

[Collection(ShopServers.Collection)]
public sealed class AdjustStockTests(ShopServers servers) : InventoryTest(servers)
{
    [Fact]
    public async Task AdjustStock_UnknownSku_MakesItKnownAtTheDefaultLocation()
    {
        var stock = await AdjustAsync(Request("TEA", delta: 7));

        stock.AvailableQuantity.ShouldBe(7);
        stock.Locations.ShouldHaveSingleItem().ShouldBe(new LocationStock { LocationId = "main", AvailableQuantity = 7, OnHandQuantity = 7 });
        stock.Revision.ShouldBe(1);
        await ShouldReconcileAsync();
    }

    [Fact]
    public async Task AdjustStock_EachChange_RaisesTheRevisionAndAnswersAllLocations()
    {
        await AdjustAsync(Request("TEA", delta: 7));
        await AdjustAsync(Request("TEA", delta: 5, locationId: "depot"));
        var stock = await AdjustAsync(Request("TEA", delta: -3));

        stock.OnHandQuantity.ShouldBe(9);
        stock.Locations.Select(location => (location.LocationId, location.OnHandQuantity)).ShouldBe([("depot", 5), ("main", 4)]);
        stock.Revision.ShouldBe(3);
        (await TotalsAsync("TEA")).Revision.ShouldBe(3);
        await ShouldReconcileAsync();
    }

    [Fact]
    public async Task AdjustStock_Counted_MovesByTheDifference()
    {
        await AdjustAsync(Request("TEA", delta: 7));
        var counted = Request("TEA", reason: AdjustmentReason.Counted, note: "found one less");
        counted.CountedQuantity = 6;

        await AdjustAsync(counted, actor: "admin-2");

        var movement = (await Replica.Movements.ListAsync(new() { Sku = "TEA" }, Token)).Movements[0];
        movement.ShouldBe(new Movement(movement)
        {
            Kind = MovementKind.Adjusted,
            OnHandDelta = -1,
            ReservedDelta = 0,
            Reason = AdjustmentReason.Counted,
            Note = "found one less",
            ActorId = "admin-2",
            OrderId = "",
        });
    }

    [Fact]
    public async Task AdjustStock_CountedWhatWasKnown_ChangesNothing()
    {
        await StockAsync("TEA", 7);
        var before = await ScalarAsync<long>("SELECT count(*) FROM outbox");

        (await StockAsync("TEA", 7)).Revision.ShouldBe(1);

        (await ScalarAsync<long>("SELECT count(*) FROM movement")).ShouldBe(1);
        (await ScalarAsync<long>("SELECT count(*) FROM outbox")).ShouldBe(before);
    }

    [Fact]
    public async Task AdjustStock_Repeated_GivesTheFirstAnswerAndAdjustsOnce()
    {
        await AdjustAsync(Request("TEA", delta: 7));
        var request = Request("TEA", delta: -7);
        var first = await AdjustAsync(request);

        // By itself it could not be done again: there is nothing left to take away.
        (await AdjustAsync(request)).ShouldBe(first);
        (await TotalsAsync("TEA")).OnHand.ShouldBe(0);
    }

    [Fact]
    public async Task AdjustStock_SameRequestTenTimesAtOnce_AdjustsOnce()
    {
        var request = Request("TEA", delta: 7);

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => AdjustAsync(request)));

        answers.Distinct().ShouldHaveSingleItem();
        (await TotalsAsync("TEA")).OnHand.ShouldBe(7);
        await ShouldReconcileAsync();
    }

    [Fact]
    public async Task AdjustStock_SameRequestIdOtherBody_IsRefused()
    {
        var request = Request("TEA", delta: 7);
        await AdjustAsync(request);

        await Should.ThrowAsync<RequestIdReusedException>(AdjustAsync(new AdjustStockRequest(request) { Delta = 8 }));
    }

    [Fact]
    public async Task AdjustStock_ManyAtOnceAtTwoLocations_LoseNone()
    {
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => AdjustAsync(Request("TEA", delta: 1, locationId: i % 2 == 0 ? "main" : "depot"))));

        var totals = await TotalsAsync("TEA");
        totals.OnHand.ShouldBe(40);
        totals.Revision.ShouldBe(40);
        await ShouldReconcileAsync();
    }

    [Fact]
    public async Task AdjustStock_BelowWhatIsReserved_IsRefusedWithTheCounts()
    {
        await StockAsync("TEA", 5);
        await Replica.Batcher.ReserveAsync(new OrderDemand(Guid.CreateVersion7(), new() { ["TEA"] = 3 }, TimeSpan.FromMinutes(1)), Token);

        var refusal = await ShouldBeRefusedAsync(AdjustAsync(Request("TEA", delta: -3)), StatusCode.FailedPrecondition, "BELOW_RESERVED");

        var metadata = ShopErrors.DetailOf<Contracts.Rpc.ErrorInfo>(refusal)!.Metadata;
        (metadata["on_hand"], metadata["reserved"]).ShouldBe(("5", "3"));
        (await AdjustAsync(Request("TEA", delta: -2))).AvailableQuantity.ShouldBe(0);
        await ShouldReconcileAsync();
    }

    [Fact]
    public async Task AdjustStock_UnknownLocation_IsNotFound() =>
        await ShouldBeRefusedAsync(AdjustAsync(Request("TEA", delta: 1, locationId: "nowhere")), StatusCode.NotFound, "LOCATION_NOT_FOUND");

    [Fact]
    public async Task AdjustStock_MoreThanCanBeCounted_IsRefused()
    {
        await StockAsync("TEA", StockAdjustment.LargestStock);

        await ShouldBeRefusedAsync(AdjustAsync(Request("TEA", delta: 1, locationId: "depot")), StatusCode.InvalidArgument, "INVALID_FIELD");
    }

    private static AdjustStockRequest Request(string sku, int delta = 0, string locationId = "", AdjustmentReason reason = AdjustmentReason.Received, string note = "")
    {
        var request = new AdjustStockRequest { RequestId = NewId(), Sku = sku, LocationId = locationId, Reason = reason, Note = note };
        if (delta != 0)
        {
            request.Delta = delta;
        }

        return request;
    }
}
