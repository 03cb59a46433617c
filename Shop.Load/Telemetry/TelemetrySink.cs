using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Shop.Load.Telemetry;

/// <summary>Takes OTLP over gRPC and looks at nothing of it, so that only what sending costs is measured.</summary>
internal sealed class TelemetrySink : IAsyncDisposable
{
    private static readonly byte[] EmptyMessage = new byte[5];

    private readonly WebApplication _app;
    private long _received;
    private int _requests;

    private TelemetrySink(WebApplication app)
    {
        _app = app;
        app.Run(TakeAsync);
    }

    /// <summary>Bytes.</summary>
    public long Received => Interlocked.Read(ref _received);

    public int Requests => _requests;

    /// <summary>What makes an AppHost and its services send here.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = _app.Urls.Single(),
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "grpc",
        ["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = _app.Urls.Single(),
    };

    public static async Task<TelemetrySink> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http2));
        var sink = new TelemetrySink(builder.Build());
        await sink._app.StartAsync();
        return sink;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        var buffer = new byte[64 * 1024];
        while (await context.Request.Body.ReadAsync(buffer, context.RequestAborted) is > 0 and var read)
        {
            Interlocked.Add(ref _received, read);
        }

        Interlocked.Increment(ref _requests);
        context.Response.ContentType = "application/grpc";
        await context.Response.Body.WriteAsync(EmptyMessage, context.RequestAborted);
        context.Response.AppendTrailer("grpc-status", "0");
    }
}
