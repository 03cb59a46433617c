using Shop.Load.Smoke;

namespace Shop.Tests.Unit.Load;

public sealed class SmokeCommandTests
{
    [Fact]
    public void Parse_Gateway_IsItsAddress() =>
        SmokeCommand.Create().Parse(["--gateway", "http://localhost:1234"]).GetValue<Uri>("--gateway").ShouldBe(new Uri("http://localhost:1234"));

    [Fact]
    public void Parse_NoGateway_IsTheUsualOne() =>
        SmokeCommand.Create().Parse([]).GetValue<Uri>("--gateway").ShouldBe(new Uri("http://localhost:5080"));

    [Theory]
    [InlineData("localhost:1234")]
    [InlineData("shop")]
    public void Parse_GatewayThatIsNoAddress_SaysWhatOneLooksLike(string gateway) =>
        SmokeCommand.Create().Parse(["--gateway", gateway]).Errors.ShouldHaveSingleItem().Message.ShouldContain("http://localhost:5080");
}
