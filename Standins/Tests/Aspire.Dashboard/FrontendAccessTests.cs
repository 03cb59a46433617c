using System.Net;
using System.Net.WebSockets;

namespace Standins.Tests.Aspire.Dashboard;

public sealed class FrontendAccessTests
{
    [Theory]
    [InlineData("/api/application")]
    [InlineData("/api/resources")]
    [InlineData("/api/resources/order/environment")]
    [InlineData("/api/resources/order/console")]
    [InlineData("/api/console")]
    [InlineData("/api/parameters/token")]
    [InlineData("/api/fields/traces/values?field=name")]
    [InlineData("/api/telemetry/export")]
    [InlineData("/api/logs/1")]
    [InlineData("/api/traces/0af7651916cd43dd8448eb211c80319c/spans/00f067aa0ba902b7")]
    [InlineData("/api/chart?instrument=x")]
    [InlineData("/api/fields/logs")]
    [InlineData("/api/live")]
    [InlineData("/api/telemetry/resources")]
    [InlineData("/api/telemetry/spans")]
    [InlineData("/api/telemetry/logs")]
    [InlineData("/api/telemetry/traces")]
    [InlineData("/api/telemetry/metrics")]
    [InlineData("/api/none")]
    [InlineData("/js/app.js")]
    [InlineData("/pages/resources/page.js")]
    public async Task Get_WithoutToken_IsUnauthorized(string path)
    {
        await using var dashboard = await TestDashboard.StartAsync();
        using var browser = await dashboard.BrowserAsync(isLoggedIn: false);

        (await browser.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/metrics/resource/order/meter/Shop/instrument/shop.order.open")]
    public async Task Get_PageWithoutToken_LeadsToTheLogin(string path)
    {
        await using var dashboard = await TestDashboard.StartAsync();
        using var browser = await dashboard.BrowserAsync(isLoggedIn: false);

        var answer = await browser.GetAsync(path);

        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        answer.Headers.Location!.ToString().ShouldBe($"/login?returnUrl={Uri.EscapeDataString(path)}");
    }

    [Fact]
    public async Task Login_RightToken_SetsACookieThatNoScriptAndNoOtherSiteGets()
    {
        await using var dashboard = await TestDashboard.StartAsync();
        using var browser = await dashboard.BrowserAsync(isLoggedIn: false);

        var answer = await browser.GetAsync($"/login?t={TestDashboard.Token}");

        var cookie = answer.Headers.GetValues("Set-Cookie").Single();
        cookie.ShouldContain("httponly");
        cookie.ShouldContain("samesite=strict");
        cookie.ShouldNotContain(TestDashboard.Token);
        (await browser.GetAsync("/api/resources")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("")]
    [InlineData("wrong")]
    [InlineData("the-toke")]
    [InlineData("the-token2")]
    public async Task Login_WrongToken_ShowsTheFormAndSetsNoCookie(string token)
    {
        await using var dashboard = await TestDashboard.StartAsync();
        using var browser = await dashboard.BrowserAsync(isLoggedIn: false);

        var answer = await browser.GetAsync($"/login?t={token}");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Headers.Contains("Set-Cookie").ShouldBeFalse();
        (await browser.GetAsync("/api/resources")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("/traces", "/traces")]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("https://evil.example", "/")]
    public async Task Login_ReturnUrl_StaysOnThisSite(string returnUrl, string expected)
    {
        await using var dashboard = await TestDashboard.StartAsync();
        using var browser = await dashboard.BrowserAsync(isLoggedIn: false);

        var answer = await browser.GetAsync($"/login?t={TestDashboard.Token}&returnUrl={Uri.EscapeDataString(returnUrl)}");

        answer.Headers.Location!.OriginalString.ShouldBe(expected);
    }

    [Fact]
    public async Task Cookie_Forged_IsRefused()
    {
        await using var dashboard = await TestDashboard.StartAsync();
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = dashboard.Url };
        var distant = DateTimeOffset.UtcNow.AddDays(1).ToUnixTimeSeconds();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/resources") { Headers = { { "Cookie", $"dashboard-{dashboard.Url.Port}={distant}.00.00" } } };

        (await client.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Command_WithoutTheHeaderOfOurPages_IsForbidden()
    {
        await using var dashboard = await TestDashboard.StartAsync();
        using var browser = await dashboard.BrowserAsync(isLoggedIn: true);

        (await browser.PostAsync("/api/resources/order/commands/stop", content: null)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        dashboard.Resources.Executed.ShouldBeEmpty();
    }

    [Fact]
    public async Task Command_FromAnotherOrigin_IsForbidden()
    {
        await using var dashboard = await TestDashboard.StartAsync();
        using var browser = await dashboard.BrowserAsync(isLoggedIn: true);
        browser.DefaultRequestHeaders.Add("x-dashboard-request", "1");
        browser.DefaultRequestHeaders.Add("Origin", "http://evil.example");

        (await browser.PostAsync("/api/resources/order/commands/stop", content: null)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        dashboard.Resources.Executed.ShouldBeEmpty();
    }

    [Fact]
    public async Task Parameter_SetFromOurPage_IsSetAndTakenBack()
    {
        await using var dashboard = await TestDashboard.StartAsync();
        using var browser = await dashboard.BrowserAsync(isLoggedIn: true);
        (await browser.PostAsync("/api/parameters/token-key", new StringContent("from elsewhere"))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        browser.DefaultRequestHeaders.Add("x-dashboard-request", "1");

        (await browser.PostAsync("/api/parameters/token-key", new StringContent("a value \u00fc"))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await browser.DeleteAsync("/api/parameters/token-key")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await browser.PostAsync("/api/parameters/none", new StringContent("x"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        dashboard.Resources.Parameters.ShouldBe([("token-key", "a value \u00fc"), ("token-key", null), ("none", "x")]);
    }

    [Fact]
    public async Task Command_FromOurPage_IsExecuted()
    {
        await using var dashboard = await TestDashboard.StartAsync();
        using var browser = await dashboard.BrowserAsync(isLoggedIn: true);
        browser.DefaultRequestHeaders.Add("x-dashboard-request", "1");
        browser.DefaultRequestHeaders.Add("Origin", dashboard.Url.GetLeftPart(UriPartial.Authority));

        (await browser.PostAsync("/api/resources/order/commands/stop", content: null)).StatusCode.ShouldBe(HttpStatusCode.OK);

        dashboard.Resources.Executed.ShouldBe([("order", "stop")]);
    }

    [Fact]
    public async Task Live_FromAnotherOrigin_IsForbidden()
    {
        await using var dashboard = await TestDashboard.StartAsync(anonymous: true);
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Origin", "http://evil.example");

        await Should.ThrowAsync<WebSocketException>(() => socket.ConnectAsync(new Uri($"ws://localhost:{dashboard.Url.Port}/api/live"), CancellationToken.None));

        socket.HttpStatusCode.ShouldBeOneOf(HttpStatusCode.Forbidden, default);
    }

    [Fact]
    public async Task Environment_Secret_IsLeftOutUntilAskedFor()
    {
        await using var dashboard = await TestDashboard.StartAsync();
        using var browser = await dashboard.BrowserAsync(isLoggedIn: true);

        (await browser.GetStringAsync("/api/resources/order/environment")).ShouldNotContain(FakeResources.Secret);
        (await browser.GetStringAsync("/api/resources/order/environment?reveal=true")).ShouldContain(FakeResources.Secret);
    }

    [Fact]
    public async Task ApiKey_ReadsTheApiAndNoSecrets()
    {
        await using var dashboard = await TestDashboard.StartAsync();
        using var script = dashboard.Script();

        (await script.GetAsync("/api/resources")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await script.PostAsync("/api/telemetry/validateToken", content: null)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await script.GetAsync("/api/resources/order/environment?reveal=true")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task ApiKey_Secondary_IsAsGoodAsTheFirst()
    {
        await using var dashboard = await TestDashboard.StartAsync();
        using var script = dashboard.Script(TestDashboard.SecondaryKey);

        (await script.GetAsync("/api/telemetry/logs")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("/api/resources")]
    [InlineData("/api/telemetry/logs")]
    public async Task Api_Disabled_IsNotThereForAnyKeyAndThePagesStillWork(string path)
    {
        await using var dashboard = await TestDashboard.StartAsync(hasApi: false);
        using var script = dashboard.Script();
        using var browser = await dashboard.BrowserAsync(isLoggedIn: true);

        (await script.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await browser.GetAsync("/api/resources")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await browser.GetAsync("/api/telemetry/logs")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Import_SwitchedOff_IsNotThere()
    {
        await using var dashboard = await TestDashboard.StartAsync(canImport: false);
        using var browser = await dashboard.BrowserAsync(isLoggedIn: true);
        browser.DefaultRequestHeaders.Add("x-dashboard-request", "1");

        (await browser.PostAsync("/api/telemetry/import", new StringContent("{}"))).IsSuccessStatusCode.ShouldBeFalse();
        (await browser.GetStringAsync("/api/application")).ShouldContain("\"canImport\":false");
    }
}
