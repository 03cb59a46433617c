using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Shop.ServiceDefaults.Telemetry;

internal static class TelemetryExtensions
{
    private static readonly string[] Probes = ["/health", "/alive", "/grpc.health.v1.Health"];

    /// <summary>
    /// Traces, metrics and logs, exported by OTLP when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names a receiver. The stores and messaging add
    /// their own sources where they are added.
    /// </summary>
    public static void AddShopTelemetry(this IHostApplicationBuilder builder)
    {
        // Four lines a request say no more than its span.
        builder.Logging.AddFilter("System.Net.Http.HttpClient", LogLevel.Warning);
        if (string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            // Nobody listens, and what is not recorded costs nothing: neither here nor in the components that add OpenTelemetry themselves.
            builder.Configuration["OTEL_SDK_DISABLED"] = "true";
            // The host makes a span of each request, recorded or not, as soon as one logger wants its log, which has nothing above Information.
            builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
            return;
        }

        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeFormattedMessage = true;
            logging.IncludeScopes = true;
        });
        builder.Services.AddOpenTelemetry()
            .WithMetrics(metrics => metrics
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation()
                .AddMeter("Shop.*"))
            .WithTracing(tracing => tracing
                .AddSource(builder.Environment.ApplicationName, "Shop.*", "Grpc.Net.Client")
                .AddAspNetCoreInstrumentation(options => options.Filter = context => !IsProbe(context.Request.Path))
                .AddHttpClientInstrumentation(options => options.FilterHttpRequestMessage = request => request.RequestUri is not { IsAbsoluteUri: true } uri || !IsProbe(uri.AbsolutePath))
                .AddProcessor(new RpcSpans()))
            .UseOtlpExporter();
    }

    private static bool IsProbe(PathString path) => Array.Exists(Probes, probe => path.StartsWithSegments(probe, StringComparison.Ordinal));
}
