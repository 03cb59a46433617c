using System.Diagnostics;
using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Http.Resilience;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Standins.Tests.Telemetry;

public sealed class OtlpExportTests
{
    [Theory]
    [InlineData("http/protobuf", "/v1/traces", "/v1/logs", "/v1/metrics")]
    [InlineData(
        "grpc",
        "/opentelemetry.proto.collector.trace.v1.TraceService/Export",
        "/opentelemetry.proto.collector.logs.v1.LogsService/Export",
        "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export")]
    public async Task UseOtlpExporter_OnTheBuilder_ExportsAllSignals(string protocol, string traces, string logs, string metrics)
    {
        using var received = new Received();
        await using var receiver = await StartReceiverAsync(protocol, received);
        var source = new ActivitySource($"test.{Guid.NewGuid():n}");
        using (var host = StartHost(receiver.Address, protocol, source))
        {
            await host.StartAsync().WaitAsync(LoopbackServer.Patience);
            source.StartActivity("place order")!.Dispose();
            host.Services.GetRequiredService<ILogger<OtlpExportTests>>().LogInformation("order {OrderId} placed", "o-1");
            await host.StopAsync().WaitAsync(LoopbackServer.Patience);
        }

        // Disposing the host has flushed the providers.
        (await received.BodyAsync(traces)).ShouldContain("place order");
        (await received.BodyAsync(logs)).ShouldContain("o-1");
        (await received.BodyAsync(metrics)).ShouldContain("dotnet.gc.collections");
        (await received.BodyAsync(traces)).ShouldContain("orders-under-test");
    }

    private static Task<LoopbackServer> StartReceiverAsync(string protocol, Received received) => LoopbackServer.StartAsync(
        builder => builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(endpoint =>
            endpoint.Protocols = protocol == "grpc" ? HttpProtocols.Http2 : HttpProtocols.Http1)),
        app => app.Run(async context =>
        {
            await received.AddAsync(context);
            if (protocol == "grpc")
            {
                context.Response.ContentType = "application/grpc";
                context.Response.AppendTrailer("grpc-status", "0");
            }
        }));

    private static IHost StartHost(Uri endpoint, string protocol, ActivitySource source)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = endpoint.ToString(),
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = protocol,
            ["OTEL_SERVICE_NAME"] = "orders-under-test",
        });
        // As the service defaults have it: the exporters' own clients get all of it too.
        builder.Services.AddServiceDiscovery();
        builder.Services.ConfigureHttpClientDefaults(http =>
        {
            http.AddStandardResilienceHandler().SelectPipelineByAuthority();
            http.AddServiceDiscovery();
        });
        builder.Logging.AddOpenTelemetry(logging => logging.IncludeFormattedMessage = true);
        builder.Services.AddOpenTelemetry()
            .WithTracing(tracing => tracing.AddSource(source.Name).AddAspNetCoreInstrumentation().AddHttpClientInstrumentation())
            .WithMetrics(metrics => metrics.AddRuntimeInstrumentation())
            .UseOtlpExporter();
        return builder.Build();
    }

    /// <summary>The bodies by path; their texts stand in protobuf as they are.</summary>
    private sealed class Received : IDisposable
    {
        private readonly Lock _lock = new();
        private readonly Dictionary<string, StringBuilder> _bodies = [];
        private readonly SemaphoreSlim _arrived = new(0);

        public async Task AddAsync(HttpContext context)
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            lock (_lock)
            {
                var path = context.Request.Path.Value!;
                _bodies.TryAdd(path, new());
                _bodies[path].Append(Encoding.UTF8.GetString(body.ToArray()));
            }

            _arrived.Release();
        }

        public async Task<string> BodyAsync(string path)
        {
            while (true)
            {
                lock (_lock)
                {
                    if (_bodies.TryGetValue(path, out var body))
                    {
                        return body.ToString();
                    }
                }

                (await _arrived.WaitAsync(LoopbackServer.Patience)).ShouldBeTrue($"nothing arrived at {path}");
            }
        }

        public void Dispose() => _arrived.Dispose();
    }
}
