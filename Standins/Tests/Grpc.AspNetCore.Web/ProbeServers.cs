using System.Net;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace Standins.Tests.GrpcWeb;

/// <summary>A server with the probe service, and one that forwards to it over HTTP/2.</summary>
public sealed class ProbeServers : IAsyncLifetime
{
    private ProbeServer _service = null!;
    private ProbeServer _proxy = null!;

    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(60);

    public Relays Relays { get; } = new();

    public Uri Http2Address => _service.Http2;

    public WebClient Client(Route route) => new((route == Route.Proxy ? _proxy : _service).Http1);

    public async Task InitializeAsync()
    {
        _service = await ProbeServer.StartAsync(MapService, Relays);
        _proxy = await ProbeServer.StartAsync(MapProxy);
    }

    public async Task DisposeAsync()
    {
        await _proxy.DisposeAsync();
        await _service.DisposeAsync();
    }

    private static void MapService(WebApplication app)
    {
        app.MapGrpcService<ProbeGrpc>();
        app.MapPost("/seen", async (HttpRequest request) => $"{request.Protocol} {request.ContentType} {request.Headers.TE} {await new StreamReader(request.Body).ReadToEndAsync()}");
        app.MapPost("/refused", () => Results.Content("<p>not here</p>", "text/html", statusCode: StatusCodes.Status403Forbidden));
        app.MapPost("/trailers-after-headers", async (HttpContext context) =>
        {
            context.Response.ContentType = "application/grpc";
            await context.Response.StartAsync();
            context.Response.AppendTrailer("grpc-status", "5");
        });
        app.MapPost("/breaks-off", async (HttpContext context, Relays relays, string when) =>
        {
            context.Response.ContentType = "application/grpc";
            await context.Response.Body.WriteAsync(WebFrame.Bytes(0, new byte[9]).AsMemory(0, 8));
            await relays[when].Messages.Reader.ReadAsync();
            context.Features.GetRequiredFeature<IHttpResetFeature>().Reset(2);
        });
    }

    private void MapProxy(WebApplication app) => app.MapForwarder(
        "/{**path}",
        _service.Http2.ToString(),
        new ForwarderRequestConfig { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact });
}
