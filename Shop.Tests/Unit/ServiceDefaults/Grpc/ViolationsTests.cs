using Grpc.Core;
using Shop.Contracts.Rpc;
using Shop.ServiceDefaults.Grpc;

namespace Shop.Tests.Unit.ServiceDefaults.Grpc;

public sealed class ViolationsTests
{
    [Fact]
    public void ThrowIfAny_NothingWrong_DoesNot() => new Violations().Require(holds: true, "a", "b").ThrowIfAny();

    [Fact]
    public void ThrowIfAny_SeveralThingsWrong_NamesThemInOrder()
    {
        var violations = new Violations().RequireUuid("1", "request_id").RequireSku("?", "sku").Require(holds: false, "quantity", "must be 1 to 999");

        var error = Should.Throw<RpcException>(violations.ThrowIfAny);

        error.StatusCode.ShouldBe(StatusCode.InvalidArgument);
        ShopErrors.DetailOf<BadRequest>(error)!.FieldViolations.Select(violation => violation.Field).ShouldBe(["request_id", "sku", "quantity"]);
    }

    [Theory]
    [InlineData("A", true)]
    [InlineData("TEE-BLUE_m.2", true)]
    [InlineData("", false)]
    [InlineData("A B", false)]
    [InlineData("Ä", false)]
    [InlineData("a/b", false)]
    public void IsSku_Texts_AreByTheRule(string text, bool expected) => Violations.IsSku(text).ShouldBe(expected);

    [Fact]
    public void IsSku_Length_IsBounded()
    {
        Violations.IsSku(new string('A', 64)).ShouldBeTrue();
        Violations.IsSku(new string('A', 65)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("01890000-0000-7000-8000-00000000000a", true)]
    [InlineData("0189000000007000800000000000000a", false)]
    [InlineData("{01890000-0000-7000-8000-00000000000a}", false)]
    [InlineData("", false)]
    public void RequireUuid_Forms_OnlyTheUsual(string text, bool allowed)
    {
        var violations = new Violations().RequireUuid(text, "request_id");

        if (allowed)
        {
            violations.ThrowIfAny();
        }
        else
        {
            Should.Throw<RpcException>(violations.ThrowIfAny);
        }
    }

    [Theory]
    [InlineData("Ada", true)]
    [InlineData(" A ", true)]
    [InlineData("", false)]
    [InlineData("   ", false)]
    [InlineData("\u00a0\u3000", false)]
    [InlineData("123456", false)]
    [InlineData("a\nb", false)]
    [InlineData("a\u0000b", false)]
    public void RequireText_LengthControlCharactersAndBlanks_AreChecked(string text, bool allowed)
    {
        var violations = new Violations().RequireText(text, "name", 1, 5);

        if (allowed)
        {
            violations.ThrowIfAny();
        }
        else
        {
            Should.Throw<RpcException>(violations.ThrowIfAny);
        }
    }
}
