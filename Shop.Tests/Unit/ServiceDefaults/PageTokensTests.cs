using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Configuration;
using Shop.Contracts.Catalog.V1;
using Shop.Contracts.Order.V1;
using Shop.ServiceDefaults.Grpc;

namespace Shop.Tests.Unit.ServiceDefaults;

public sealed class PageTokensTests
{
    private static readonly PageTokens Tokens = With("one secret");

    private static readonly ListProductsRequest Request = new() { CategoryId = "garden", PageSize = 5 };

    [Fact]
    public void TryDecode_OwnToken_GivesPosition() =>
        Prop.ForAll<byte[]>(position =>
            Tokens.TryDecode(Request, Tokens.Encode(Request, position), out var decoded) && decoded.SequenceEqual(position))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void TryDecode_AnyOtherText_IsRefused() =>
        Prop.ForAll<string>(text => !Tokens.TryDecode(Request, text ?? "", out var position) && position.Length == 0)
            .QuickCheckThrowOnFailure();

    [Fact]
    public void TryDecode_OneCharacterChanged_IsRefused()
    {
        var token = Tokens.Encode(Request, [1, 2, 3, 4, 5]);

        // The last character of a token may have bits that mean nothing; here the length leaves it none.
        for (var i = 0; i < token.Length - 1; i++)
        {
            var changed = token[..i] + (token[i] == 'A' ? 'B' : 'A') + token[(i + 1)..];
            Tokens.TryDecode(Request, changed, out _).ShouldBeFalse(changed);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("=")]
    [InlineData("not base64!")]
    [InlineData("AQ")]
    [InlineData("AQAAAAAAAAAAAAAAAAAAAAA")]
    public void TryDecode_Malformed_IsRefused(string token) => Tokens.TryDecode(Request, token, out _).ShouldBeFalse();

    [Fact]
    public void TryDecode_TokenOfAnotherLength_IsRefused()
    {
        Tokens.TryDecode(Request, new string('A', 100_000), out _).ShouldBeFalse();
        Tokens.TryDecode(Request, Tokens.Encode(Request, [1, 2, 3])[..^4], out _).ShouldBeFalse();
        Tokens.TryDecode(Request, Tokens.Encode(Request, [1, 2, 3]) + "AAAA", out _).ShouldBeFalse();
    }

    [Fact]
    public void TryDecode_RestOfTheRequestDiffers_IsRefused()
    {
        var token = Tokens.Encode(Request, [1]);

        Tokens.TryDecode(new ListProductsRequest(Request) { CategoryId = "kitchen" }, token, out _).ShouldBeFalse();
        Tokens.TryDecode(new ListProductsRequest(Request) { OrderBy = ProductOrder.Name }, token, out _).ShouldBeFalse();
        Tokens.TryDecode(new ListProductsRequest(Request) { Statuses = { ProductStatus.Active } }, token, out _).ShouldBeFalse();
    }

    [Fact]
    public void TryDecode_RequestOfAnotherType_IsRefused() =>
        Tokens.TryDecode(new ListOrdersRequest(), Tokens.Encode(new ListProductsRequest(), [1]), out _).ShouldBeFalse();

    [Fact]
    public void TryDecode_OtherPageSizeOrTheTokenItself_IsTheSameRequest()
    {
        var token = Tokens.Encode(Request, [1]);

        Tokens.TryDecode(new ListProductsRequest(Request) { PageSize = 50, PageToken = token }, token, out _).ShouldBeTrue();
    }

    [Fact]
    public void TryDecode_TokenOfAnotherShop_IsRefused() =>
        With("another secret").TryDecode(Request, Tokens.Encode(Request, [1]), out _).ShouldBeFalse();

    [Fact]
    public void TryDecode_TokenOfAnotherReplica_GivesPosition() =>
        With("one secret").TryDecode(Request, Tokens.Encode(Request, [1]), out _).ShouldBeTrue();

    [Fact]
    public void Encode_LargestPosition_CanBeDecoded()
    {
        Tokens.TryDecode(Request, Tokens.Encode(Request, new byte[PageTokens.MaxPosition]), out var position).ShouldBeTrue();
        position.Length.ShouldBe(PageTokens.MaxPosition);
        Should.Throw<ArgumentOutOfRangeException>(() => Tokens.Encode(Request, new byte[PageTokens.MaxPosition + 1]));
    }

    [Fact]
    public void Constructor_NoKey_SaysWhatIsMissing() =>
        Should.Throw<InvalidOperationException>(() => new PageTokens(new ConfigurationBuilder().Build())).Message.ShouldContain("Security:TokenKey");

    private static PageTokens With(string secret) =>
        new(new ConfigurationBuilder().AddInMemoryCollection([new("Security:TokenKey", secret)]).Build());
}
