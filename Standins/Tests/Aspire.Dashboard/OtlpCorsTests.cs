using System.Net;
using System.Net.Http.Headers;

namespace Standins.Tests.Aspire.Dashboard;

public sealed class OtlpCorsTests
{
    private const string Page = "http://localhost:5173";
    private const string AllowOrigin = "Access-Control-Allow-Origin";

    [Theory]
    [InlineData("/v1/traces")]
    [InlineData("/v1/logs")]
    [InlineData("/v1/metrics")]
    public async Task Preflight_OfANamedOrigin_IsAnsweredWithoutTheKey(string path)
    {
        await using var dashboard = await TestDashboard.StartAsync(origins: [Page], headers: ["x-my-page"]);

        var answer = await PreflightAsync(dashboard, Page, path, "content-type,x-otlp-api-key,x-my-page");

        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        answer.Headers.GetValues(AllowOrigin).ShouldBe([Page]);
        answer.Headers.GetValues("Access-Control-Allow-Methods").ShouldBe(["POST"]);
        string.Join(',', answer.Headers.GetValues("Access-Control-Allow-Headers")).Split(',').ShouldBeSubsetOf(["content-type", "x-otlp-api-key", "x-requested-with", "x-my-page"]);
        answer.Headers.Contains("Access-Control-Allow-Credentials").ShouldBeFalse();
    }

    [Theory]
    [InlineData("http://localhost:5174")]
    [InlineData("https://localhost:5173")]
    [InlineData("http://localhost:5173.evil.example")]
    [InlineData("null")]
    public async Task Preflight_OfAnotherOrigin_AllowsNothing(string origin)
    {
        await using var dashboard = await TestDashboard.StartAsync(origins: [Page]);

        (await PreflightAsync(dashboard, origin)).Headers.Contains(AllowOrigin).ShouldBeFalse();
    }

    [Fact]
    public async Task Preflight_WhenNoOriginIsNamed_AllowsNothing()
    {
        await using var dashboard = await TestDashboard.StartAsync();

        var answer = await PreflightAsync(dashboard, Page);

        answer.IsSuccessStatusCode.ShouldBeFalse();
        answer.Headers.ShouldNotContain(header => header.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("*", "http://anywhere.example")]
    [InlineData("https://*.shop.example", "https://till.shop.example")]
    public async Task Preflight_OfAnOriginThatAWildcardNames_IsAllowed(string allowed, string origin)
    {
        await using var dashboard = await TestDashboard.StartAsync(origins: [allowed], headers: ["*"]);

        var answer = await PreflightAsync(dashboard, origin, headers: "x-anything");

        answer.Headers.GetValues(AllowOrigin).Single().ShouldBeOneOf("*", origin);
        answer.Headers.GetValues("Access-Control-Allow-Headers").Single().ShouldBeOneOf("*", "x-anything");
    }

    [Fact]
    public async Task Export_OfANamedOrigin_IsTakenWithTheKeyAlone()
    {
        await using var dashboard = await TestDashboard.StartAsync(origins: [Page]);

        var refused = await ExportAsync(dashboard, Page, key: null);
        var taken = await ExportAsync(dashboard, Page, TestDashboard.OtlpKey);

        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        // The page may read why.
        refused.Headers.GetValues(AllowOrigin).ShouldBe([Page]);
        taken.StatusCode.ShouldBe(HttpStatusCode.OK);
        taken.Headers.GetValues(AllowOrigin).ShouldBe([Page]);
    }

    [Fact]
    public async Task Export_OfAnotherOrigin_TellsThePageNothing()
    {
        await using var dashboard = await TestDashboard.StartAsync(origins: [Page]);

        (await ExportAsync(dashboard, "http://evil.example", TestDashboard.OtlpKey)).Headers.Contains(AllowOrigin).ShouldBeFalse();
    }

    [Fact]
    public async Task Pages_AreNotOpenedByIt()
    {
        await using var dashboard = await TestDashboard.StartAsync(origins: [Page]);
        using var browser = await dashboard.BrowserAsync(isLoggedIn: true);
        browser.DefaultRequestHeaders.Add("Origin", Page);

        (await browser.GetAsync("/api/resources")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private static async Task<HttpResponseMessage> PreflightAsync(TestDashboard dashboard, string origin, string path = "/v1/traces", string headers = "content-type,x-otlp-api-key")
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Options, new Uri(dashboard.Options.OtlpHttpUrl!, path))
        {
            Headers = { { "Origin", origin }, { "Access-Control-Request-Method", "POST" }, { "Access-Control-Request-Headers", headers } },
        };
        return await client.SendAsync(request);
    }

    private static async Task<HttpResponseMessage> ExportAsync(TestDashboard dashboard, string origin, string? key)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(dashboard.Options.OtlpHttpUrl!, "/v1/traces"))
        {
            Headers = { { "Origin", origin } },
            Content = new ByteArrayContent([]) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-protobuf") } },
        };
        if (key is not null)
        {
            request.Headers.Add("x-otlp-api-key", key);
        }
        return await client.SendAsync(request);
    }
}
