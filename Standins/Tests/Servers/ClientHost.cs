using Microsoft.Extensions.Diagnostics.HealthChecks;
using OpenTelemetry.Trace;

namespace Standins.Tests.Servers;

/// <summary>A host with nothing but what the test adds, and with the spans that it records.</summary>
internal static class ClientHost
{
    public static HostApplicationBuilder Builder(params (string Key, string? Value)[] configuration)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(configuration.Select(entry => KeyValuePair.Create(entry.Key, entry.Value)));
        builder.Services.AddSingleton<Spans>();
        builder.Services.ConfigureOpenTelemetryTracerProvider((provider, tracing) => tracing.AddProcessor(provider.GetRequiredService<Spans>()));
        return builder;
    }

    public static Spans Spans(this IHost host) => host.Services.GetRequiredService<Spans>();

    public static Task<HealthReport> CheckHealthAsync(this IHost host)
        => host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync().Soon();
}
