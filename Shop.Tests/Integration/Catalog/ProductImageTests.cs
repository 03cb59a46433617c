using System.Net;
using Aspire.Hosting.Testing;
using Shop.Catalog;

namespace Shop.Tests.Integration.Catalog;

[Collection(ShopCollection.Name)]
public sealed class ProductImageTests(ShopFixture shop)
{
    [Fact]
    public async Task Image_OfEveryProduct_IsServedToBeKept()
    {
        using var client = Client();
        foreach (var url in SeedFile.Read().Products.Select(product => product.Images[0].Url))
        {
            using var response = await client.GetAsync(new Uri(url, UriKind.Relative));

            response.StatusCode.ShouldBe(HttpStatusCode.OK, url);
            response.Content.Headers.ContentType!.MediaType.ShouldBe("image/svg+xml");
            response.Headers.CacheControl!.Public.ShouldBeTrue();
            response.Headers.CacheControl.MaxAge!.Value.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromDays(7));
        }
    }

    [Fact]
    public async Task Image_AskedForAgainByItsEtag_IsNotSentTwice()
    {
        using var client = Client();
        using var first = await client.GetAsync(new Uri("/images/elbow-mug-sea.svg", UriKind.Relative));
        client.DefaultRequestHeaders.IfNoneMatch.Add(first.Headers.ETag!);

        using var again = await client.GetAsync(new Uri("/images/elbow-mug-sea.svg", UriKind.Relative));

        again.StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    [Theory]
    [InlineData("/images/no-such-thing.svg")]
    [InlineData("/images/")]
    [InlineData("/images/..%2f..%2fappsettings.json")]
    [InlineData("/appsettings.json")]
    public async Task Image_ThatIsNone_IsNotFound(string url)
    {
        using var client = Client();

        using var response = await client.GetAsync(new Uri(url, UriKind.Relative));

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private HttpClient Client() => new()
    {
        BaseAddress = shop.App.GetEndpoint("catalog", "http"),
        DefaultRequestVersion = HttpVersion.Version20,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        Timeout = TimeSpan.FromSeconds(30),
    };
}
