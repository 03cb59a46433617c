using Grpc.Core;
using Microsoft.Extensions.Configuration;
using Shop.Catalog;
using Shop.Contracts.Catalog.V1;
using Shop.ServiceDefaults.Grpc;

namespace Shop.Tests.Unit.Catalog;

public sealed class PageTests
{
    private static readonly PageTokens Tokens =
        new(new ConfigurationBuilder().AddInMemoryCollection([new("Security:TokenKey", "one secret")]).Build());

    [Theory]
    [InlineData(0, 3, 0, false)]
    [InlineData(3, 3, 3, false)]
    [InlineData(4, 3, 3, true)]
    public void Of_RowsRead_IsAPageAndWhetherThereIsAnother(int read, int size, int expected, bool another)
    {
        var page = Page<int>.Of([.. Enumerable.Range(1, read).Select(row => (row, new PagePosition($"{row}", Guid.Empty)))], size);

        page.Items.ShouldBe(Enumerable.Range(1, expected));
        page.Next?.Key.ShouldBe($"{expected}");
        (page.Next is not null).ShouldBe(another);
    }

    [Theory]
    [InlineData("2026-03-04 05:06:07.891234+00")]
    [InlineData("1990")]
    [InlineData("Ærø, 鳥 & 🦊")]
    [InlineData("")]
    public void Position_ThroughAToken_IsTheSame(string key)
    {
        var request = new ListProductsRequest { CategoryId = "garden" };
        var position = new PagePosition(key, Guid.NewGuid());

        PagePosition.Of(Tokens, request, position.ToToken(Tokens, request)).ShouldBe(position);
    }

    [Fact]
    public void Position_LongestName_FitsIntoAToken()
    {
        var request = new ListProductsRequest();
        var position = new PagePosition(string.Concat(Enumerable.Repeat("🦊", 200)), Guid.NewGuid());

        PagePosition.Of(Tokens, request, position.ToToken(Tokens, request)).ShouldBe(position);
    }

    [Fact]
    public void Position_NoToken_IsTheBeginning() => PagePosition.Of(Tokens, new ListProductsRequest(), "").ShouldBeNull();

    [Fact]
    public void Position_TokenOfAnotherRequest_IsInvalidPageToken()
    {
        var token = new PagePosition("1", Guid.NewGuid()).ToToken(Tokens, new ListProductsRequest { OrderBy = ProductOrder.PriceAscending });

        var refusal = Should.Throw<RpcException>(() => PagePosition.Of(Tokens, new ListProductsRequest { OrderBy = ProductOrder.PriceDescending }, token));

        refusal.StatusCode.ShouldBe(StatusCode.InvalidArgument);
        ShopErrors.ReasonOf(refusal).ShouldBe("INVALID_PAGE_TOKEN");
    }
}
