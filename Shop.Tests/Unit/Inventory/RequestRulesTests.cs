using Grpc.Core;
using Shop.Contracts.Inventory.V1;
using Shop.Contracts.Rpc;
using Shop.Inventory;
using Shop.ServiceDefaults.Grpc;

namespace Shop.Tests.Unit.Inventory;

public sealed class RequestRulesTests
{
    [Fact]
    public void Adjustment_AllIsWell_TakesTheDefaultLocationAndTheActor() =>
        RequestRules.Adjustment(Request(request => request.Delta = -3), "admin-1").ShouldBe(
            new StockAdjustment("TEA", "main", Delta: -3, Counted: null, AdjustmentReason.Damaged, "", "admin-1"));

    [Fact]
    public void Adjustment_CountedNothing_IsACount() => RequestRules.Adjustment(Request(request => request.CountedQuantity = 0), "admin-1").Counted.ShouldBe(0);

    [Theory]
    [InlineData("delta", 0)]
    [InlineData("delta", 1_000_001)]
    [InlineData("delta", -1_000_001)]
    [InlineData("delta", int.MinValue)]
    public void Adjustment_DeltaOutOfBounds_IsNamed(string field, int delta) => Refused(Request(request => request.Delta = delta)).ShouldBe([field]);

    [Theory]
    [InlineData(-1)]
    [InlineData(1_000_000_001)]
    public void Adjustment_CountOutOfBounds_IsNamed(int counted) => Refused(Request(request => request.CountedQuantity = counted)).ShouldBe(["counted_quantity"]);

    [Theory]
    [InlineData("Main")]
    [InlineData("1st")]
    [InlineData("a b")]
    [InlineData("main\n")]
    public void Adjustment_NoLocation_IsNamed(string locationId) =>
        Refused(Request(request => (request.Delta, request.LocationId) = (1, locationId))).ShouldBe(["location_id"]);

    [Fact]
    public void Adjustment_EverythingWrong_NamesEveryField() =>
        Refused(new AdjustStockRequest { Note = new string('x', 501) }).ShouldBe(["request_id", "sku", "delta", "reason", "note"]);

    [Fact]
    public void Check_MovementsOfNothing_IsFine() => RequestRules.Check(new ListMovementsRequest());

    [Fact]
    public void Check_MovementsOfNonsense_NamesEveryField() =>
        Fields(() => RequestRules.Check(new ListMovementsRequest { Sku = "a b", LocationId = "A", OrderId = "1", PageSize = -1 })).ShouldBe(["sku", "location_id", "order_id", "page_size"]);

    private static AdjustStockRequest Request(Action<AdjustStockRequest> change)
    {
        var request = new AdjustStockRequest { RequestId = Guid.CreateVersion7().ToString(), Sku = "TEA", Reason = AdjustmentReason.Damaged };
        change(request);
        return request;
    }

    private static IEnumerable<string> Refused(AdjustStockRequest request) => Fields(() => RequestRules.Adjustment(request, "admin-1"));

    private static IEnumerable<string> Fields(Action check) => ShopErrors.DetailOf<BadRequest>(Should.Throw<RpcException>(check))!.FieldViolations.Select(violation => violation.Field);
}
