using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;

namespace Standins.Tests.JwtBearer;

/// <summary>A server whose "/" is for whoever has a token, and "/admin" for admins.</summary>
public sealed class BearerServer : IAsyncLifetime
{
    private LoopbackServer _server = null!;

    internal TokenForge Forge { get; } = new();

    /// <summary>Additions to the options; to be set before the start.</summary>
    internal Action<JwtBearerOptions> Configure { get; init; } = _ => { };

    internal static async Task<BearerServer> StartAsync(Action<JwtBearerOptions> configure)
    {
        var server = new BearerServer { Configure = configure };
        await server.InitializeAsync();
        return server;
    }

    public async Task InitializeAsync() => _server = await LoopbackServer.StartAsync(
        builder =>
        {
            builder.Services.AddAuthorizationBuilder().AddPolicy("admin", policy => policy.RequireRole("admin"));
            builder.Services.AddAuthentication().AddJwtBearer(options =>
            {
                options.MapInboundClaims = false;
                options.TokenValidationParameters = Forge.Parameters;
                Configure(options);
            });
        },
        app =>
        {
            app.MapGet("/", (ClaimsPrincipal user) => user.Identity!.Name).RequireAuthorization();
            app.MapGet("/admin", () => "welcome").RequireAuthorization("admin");
            app.MapGet("/token", async (HttpRequest request) => Results.Text(await request.HttpContext.GetTokenAsync("access_token"))).RequireAuthorization();
            app.MapGet("/claims", (ClaimsPrincipal user) => user.Claims.Select(claim => claim.Type)).RequireAuthorization();
        });

    public Task DisposeAsync()
    {
        Forge.Dispose();
        return _server.DisposeAsync().AsTask();
    }

    internal Task<HttpResponseMessage> GetAsync(string path, string? token) =>
        GetAsync(path, token is null ? null : $"Bearer {token}", CancellationToken.None);

    internal async Task<HttpResponseMessage> GetAsync(string path, string? authorization, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        return await _server.Client.SendAsync(request, cancellationToken);
    }
}
