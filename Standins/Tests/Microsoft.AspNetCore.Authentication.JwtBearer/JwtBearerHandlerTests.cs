using System.Net;
using System.Security.Claims;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Standins.Tests.JwtBearer;

public sealed class JwtBearerHandlerTests
{
    [Theory]
    [InlineData("Bearer ")]
    [InlineData("bearer ")]
    [InlineData("BEARER   ")]
    public async Task Get_WithAValidToken_IsServed(string prefix)
    {
        await using var server = new Running(await BearerServer.StartAsync(_ => { }));

        using var response = await server.It.GetAsync("/", $"{prefix}{server.It.Forge.Valid} ", CancellationToken.None);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await response.Content.ReadAsStringAsync()).ShouldBe("u-1");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Basic dTpw")]
    public async Task Get_WithoutAToken_Is401WithThePlainChallenge(string? authorization)
    {
        await using var server = new Running(await BearerServer.StartAsync(_ => { }));

        using var response = await server.It.GetAsync("/", authorization, CancellationToken.None);

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        response.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
    }

    [Fact]
    public async Task Get_WithTheRole_IsServedAndWithoutIt403()
    {
        await using var server = new Running(await BearerServer.StartAsync(_ => { }));
        var customer = server.It.Forge.Sign(TokenForge.Header, TokenForge.PayloadWith("role", "\"customer\""));

        using var allowed = await server.It.GetAsync("/admin", server.It.Forge.Valid);
        using var forbidden = await server.It.GetAsync("/admin", customer);

        allowed.StatusCode.ShouldBe(HttpStatusCode.OK);
        forbidden.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        forbidden.Headers.WwwAuthenticate.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public async Task SaveToken_AsItIsSet_KeepsTheToken(bool save, bool kept)
    {
        await using var server = new Running(await BearerServer.StartAsync(options => options.SaveToken = save));
        var token = server.It.Forge.Valid;

        using var response = await server.It.GetAsync("/token", token);

        (await response.Content.ReadAsStringAsync()).ShouldBe(kept ? token : "");
    }

    [Theory]
    [InlineData(true, ClaimTypes.NameIdentifier)]
    [InlineData(false, "sub")]
    public async Task MapInboundClaims_AsItIsSet_NamesTheClaims(bool map, string expected)
    {
        await using var server = new Running(await BearerServer.StartAsync(options => options.MapInboundClaims = map));

        using var response = await server.It.GetAsync("/claims", server.It.Forge.Valid);

        (await response.Content.ReadFromJsonAsync<string[]>())!.ShouldContain(expected);
    }

    [Fact]
    public async Task IncludeErrorDetails_Off_TellsNothing()
    {
        await using var server = new Running(await BearerServer.StartAsync(options => options.IncludeErrorDetails = false));

        using var response = await server.It.GetAsync("/", "nonsense");

        response.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
    }

    [Fact]
    public async Task Audience_OfTheOptions_IsTheValidOneWhereTheParametersHaveNone()
    {
        await using var server = new Running(await BearerServer.StartAsync(options =>
        {
            options.TokenValidationParameters.ValidAudience = null;
            options.Audience = TokenForge.Audience;
        }));

        using var response = await server.It.GetAsync("/", server.It.Forge.Valid);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task OnMessageReceived_ATokenFromElsewhere_IsTaken()
    {
        await using var server = new Running(await BearerServer.StartAsync(options => options.Events = new()
        {
            OnMessageReceived = context =>
            {
                context.Token = context.Request.Query["access_token"];
                return Task.CompletedTask;
            },
        }));

        using var response = await server.It.GetAsync($"/?access_token={server.It.Forge.Valid}", token: null);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task OnTokenValidated_ThatFails_Is401()
    {
        await using var server = new Running(await BearerServer.StartAsync(options => options.Events = new()
        {
            OnTokenValidated = context =>
            {
                context.SecurityToken.ShouldBeOfType<JsonWebToken>().Subject.ShouldBe("u-1");
                context.Fail("revoked");
                return Task.CompletedTask;
            },
        }));

        using var response = await server.It.GetAsync("/", server.It.Forge.Valid);

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task OnAuthenticationFailed_AndOnChallenge_SeeTheFailure()
    {
        Exception? failed = null;
        await using var server = new Running(await BearerServer.StartAsync(options => options.Events = new()
        {
            OnAuthenticationFailed = context =>
            {
                failed = context.Exception;
                return Task.CompletedTask;
            },
            OnChallenge = context =>
            {
                context.AuthenticateFailure.ShouldBeSameAs(failed);
                context.HandleResponse();
                context.Response.StatusCode = StatusCodes.Status418ImATeapot;
                return Task.CompletedTask;
            },
        }));

        using var response = await server.It.GetAsync("/", "nonsense");

        failed.ShouldBeOfType<SecurityTokenMalformedException>();
        ((int)response.StatusCode).ShouldBe(418);
        response.Headers.WwwAuthenticate.ShouldBeEmpty();
    }

    [Fact]
    public async Task OnForbidden_BeforeA403_Runs()
    {
        await using var server = new Running(await BearerServer.StartAsync(options => options.Events = new()
        {
            OnForbidden = context => context.Response.WriteAsync("not you"),
        }));

        using var response = await server.It.GetAsync("/admin", server.It.Forge.Sign(TokenForge.Header, TokenForge.PayloadWith("role", "\"customer\"")));

        (await response.Content.ReadAsStringAsync()).ShouldBe("not you");
    }

    /// <summary>A server of one test.</summary>
    private sealed class Running(BearerServer server) : IAsyncDisposable
    {
        public BearerServer It => server;

        public ValueTask DisposeAsync() => new(server.DisposeAsync());
    }
}
