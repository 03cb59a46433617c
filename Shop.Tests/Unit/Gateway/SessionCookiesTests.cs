using System.Text;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Shop.Contracts.Identity.V1;
using Shop.Tests.Unit.ServiceDefaults.Loopback;

namespace Shop.Tests.Unit.Gateway;

public sealed class SessionCookiesTests : IAsyncLifetime
{
    private const string Service = "/shop.identity.v1.IdentityService/";
    private const string Origin = "https://shop.example";
    private const string Cookie = "__Secure-shop-refresh";

    private readonly ScriptedIdentity _identity = new();
    private RunningGateway _gateway = null!;

    public async Task InitializeAsync()
    {
        var identity = await TestService.StartAsync(builder => builder.Services.AddSingleton(_identity), app => app.MapShopGrpcService<ScriptedIdentity>());
        _gateway = await RunningGateway.StartAsync([identity], [.. TestService.ReplicasOf("identity", identity.Address), new("Cors:Origins:0", Origin)]);
    }

    public Task DisposeAsync() => _gateway.DisposeAsync().AsTask();

    [Fact]
    public async Task SignIn_PageThatAsksForCookies_GetsTheRefreshTokenWhereNoScriptReadsIt()
    {
        using var response = await CallAsync("SignIn", new SignInRequest(), Origin, cookie: null);

        response.Headers.GetValues("Set-Cookie").ShouldBe([$"{Cookie}=refresh-1; expires=Thu, 01 Jan 2099 00:00:00 GMT; path={Service}; secure; samesite=strict; httponly"]);
        response.Headers.Contains("shop-refresh-token").ShouldBeFalse();
        response.Headers.Contains("shop-refresh-expire-time").ShouldBeFalse();
        Encoding.Latin1.GetString(await response.Content.ReadAsByteArrayAsync()).ShouldNotContain("refresh-1");
        response.Headers.GetValues("Access-Control-Allow-Credentials").ShouldBe(["true"]);
    }

    [Fact]
    public async Task Refresh_WithTheCookie_BringsItToIdentityAndRotatesIt()
    {
        using var response = await CallAsync("Refresh", new RefreshRequest(), Origin, $"other=1; {Cookie}=refresh-0");

        _identity.LastHeaders.GetValue("shop-refresh-token").ShouldBe("refresh-0");
        _identity.LastHeaders.Get("cookie").ShouldBeNull();
        response.Headers.GetValues("Set-Cookie").Single().ShouldStartWith($"{Cookie}=refresh-1;");
    }

    [Fact]
    public async Task SignOut_WithTheCookie_DeletesIt()
    {
        using var response = await CallAsync("SignOut", new SignOutRequest(), Origin, $"{Cookie}=refresh-0");

        response.Headers.TryGetValues("Set-Cookie", out var cookies).ShouldBeTrue(response.ToString());
        cookies!.Single().ShouldStartWith($"{Cookie}=; expires=Thu, 01 Jan 1970");
    }

    [Theory]
    [InlineData("https://mallory.example")]
    [InlineData("https://shop.example.mallory.example")]
    [InlineData("http://shop.example")]
    [InlineData("null")]
    [InlineData(null)]
    public async Task Refresh_FromAnUnknownPage_IsRefusedAndReachesNothing(string? origin)
    {
        using var response = await CallAsync("Refresh", new RefreshRequest(), origin, $"{Cookie}=refresh-0");

        response.Headers.GetValues("grpc-status").ShouldBe(["7"]);
        response.Headers.Contains("Set-Cookie").ShouldBeFalse();
        _identity.LastHeaders.ShouldBeEmpty();
    }

    [Fact]
    public async Task Refresh_WithTheCookieButWithoutAskingForIt_UsesItForNothing()
    {
        // What a form or an image of another page could at most bring about.
        using var response = await CallAsync("Refresh", new RefreshRequest(), Origin, $"{Cookie}=refresh-0", mode: null);

        _identity.LastHeaders.Get("shop-refresh-token").ShouldBeNull();
        response.Headers.Contains("Set-Cookie").ShouldBeFalse();
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("%0d%0ax-evil: 1")]
    [InlineData("<script>")]
    public async Task Refresh_CookieThatIsNoToken_IsNotPassedOn(string value)
    {
        using var response = await CallAsync("Refresh", new RefreshRequest(), Origin, $"{Cookie}={value}");

        _identity.LastHeaders.Get("shop-refresh-token").ShouldBeNull();
    }

    [Fact]
    public async Task SignIn_NativeClient_GetsTheTokenInTheMessageAndCannotForgeTheMetadata()
    {
        var client = new IdentityService.IdentityServiceClient(_gateway.Channel("native"));

        var session = (await client.SignInAsync(new SignInRequest(), new Metadata { { "shop-refresh-delivery", "header" }, { "shop-refresh-token", "stolen" } })).Session;

        session.RefreshToken.ShouldBe("refresh-1");
        _identity.LastHeaders.Get("shop-refresh-token").ShouldBeNull();
        _identity.LastHeaders.Get("shop-refresh-delivery").ShouldBeNull();
    }

    [Fact]
    public async Task Call_AddressThatTheClientClaims_IsReplacedByItsOwn()
    {
        var client = new IdentityService.IdentityServiceClient(_gateway.Channel("native"));

        await client.SignInAsync(new SignInRequest(), new Metadata { { "x-forwarded-for", "192.0.2.1" } });

        _identity.LastHeaders.GetValue("x-forwarded-for").ShouldBe("127.0.0.1");
    }

    private async Task<HttpResponseMessage> CallAsync(string rpc, IMessage message, string? origin, string? cookie, string? mode = "cookie")
    {
        using var request = GrpcWebRequests.Post(Service + rpc, message);
        foreach (var (name, value) in new[] { ("Origin", origin), ("Cookie", cookie), ("shop-session", mode) })
        {
            if (value is not null)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return await _gateway.Http.SendAsync(request);
    }
}
