using System.Net.Mime;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.Tokens;
using Shop.ServiceDefaults.Security;
using Shop.Tests.Unit.ServiceDefaults.Loopback;

namespace Shop.Tests.Unit.ServiceDefaults.Security;

/// <summary>Where an Identity publishes its keys, and how often it was asked.</summary>
internal sealed class PublishedKeys : IAsyncDisposable
{
    private readonly TestService _server;
    private int _asked;

    private PublishedKeys(TestService server) => _server = server;

    public List<ECDsaSecurityKey> Keys { get; } = [TestUsers.Key];

    /// <summary>How often somebody has asked.</summary>
    public int Asked => _asked;

    public static async Task<PublishedKeys> StartAsync(int port)
    {
        PublishedKeys? keys = null;
        var server = await TestService.StartAsync(
            _ => { },
            app => app.MapGet("/.well-known/jwks.json", () =>
            {
                Interlocked.Increment(ref keys!._asked);
                return Results.Bytes(PublicKeys.Write(keys.Keys), MediaTypeNames.Application.Json);
            }),
            new("Kestrel:Endpoints:http:Url", $"http://127.0.0.1:{port}"),
            new("Kestrel:Endpoints:http:Protocols", "Http1"));
        return keys = new PublishedKeys(server);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
