using Shop.Contracts.Catalog.V1;
using Shop.Contracts.Inventory.V1;
using Shop.ServiceDefaults.Resilience;
using Shop.Tests.Contract;

namespace Shop.Tests.Unit.ServiceDefaults.Resilience;

public sealed class RepeatableCallsTests
{
    [Theory]
    [InlineData("GetCart")]
    [InlineData("BatchGetStock")]
    [InlineData("ListOrders")]
    [InlineData("Recommend")]
    public void IsReading_VerbsThatOnlyRead_AreReading(string method) => RepeatableCalls.IsReading(method).ShouldBeTrue();

    [Theory]
    [InlineData("PlaceOrder")]
    [InlineData("Checkout")]
    [InlineData("Listen")]
    [InlineData("SetPrice")]
    public void IsReading_AnythingElse_IsNot(string method) => RepeatableCalls.IsReading(method).ShouldBeFalse();

    [Fact]
    public void IsRepeatable_ChangeWithRequestIdOnly_IsRepeatable()
    {
        RepeatableCalls.IsRepeatable("Reserve", new ReserveRequest { RequestId = "r-1" }).ShouldBeTrue();
        RepeatableCalls.IsRepeatable("Reserve", new ReserveRequest()).ShouldBeFalse();
        RepeatableCalls.IsRepeatable("DoSomething", new GetProductRequest()).ShouldBeFalse();
        RepeatableCalls.IsRepeatable("DoSomething", "no message").ShouldBeFalse();
    }

    [Fact]
    public void AllRpcs_OfTheContracts_ReadOrCarryARequestId() =>
        ShopContracts.Rpcs
            .Where(rpc => !rpc.IsClientStreaming && !RepeatableCalls.IsReading(rpc.Name) && rpc.InputType.FindFieldByName("request_id") is null)
            .Select(rpc => rpc.FullName)
            .ShouldBeEmpty();

    [Fact]
    public void AllRpcs_ThatOnlyRead_CarryNoRequestId() =>
        ShopContracts.Rpcs
            .Where(rpc => RepeatableCalls.IsReading(rpc.Name) && rpc.InputType.FindFieldByName("request_id") is not null)
            .Select(rpc => rpc.FullName)
            .ShouldBeEmpty();
}
