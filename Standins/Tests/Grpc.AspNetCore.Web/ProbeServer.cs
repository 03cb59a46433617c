using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Standins.Tests.GrpcWeb;

/// <summary>A server with the gRPC-Web middleware, on a port that speaks HTTP/1.1 and one that speaks HTTP/2.</summary>
internal sealed class ProbeServer(WebApplication app) : IAsyncDisposable
{
    public const string Origin = "https://shop.example";

    public Uri Http1 => new(app.Urls.First());
    public Uri Http2 => new(app.Urls.Last());

    public static async Task<ProbeServer> StartAsync(Action<WebApplication> map, Relays? relays = null, bool enabled = true)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
            options.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });
        builder.Services.AddGrpc();
        builder.Services.AddHttpForwarder();
        builder.Services.AddSingleton(relays ?? new Relays());
        builder.Services.AddCors(cors => cors.AddDefaultPolicy(policy => policy.WithOrigins(Origin).AllowAnyHeader().AllowAnyMethod()));

        var app = builder.Build();
        app.UseRouting();
        app.UseGrpcWeb(new GrpcWebOptions { DefaultEnabled = enabled });
        app.UseCors();
        map(app);
        await app.StartAsync();
        return new ProbeServer(app);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
