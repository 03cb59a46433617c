using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Shop.ServiceDefaults.Grpc;
using Shop.ServiceDefaults.Security;
using Shop.ServiceDefaults.Telemetry;

namespace Microsoft.Extensions.Hosting;

/// <summary>What every service of the shop has in common, as verbs for its Program.cs.</summary>
public static class ShopHostExtensions
{
    private const string LiveTag = "live";

    /// <summary>Telemetry, health, service discovery, resilience of plain HTTP clients, security, and a gRPC server.</summary>
    public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder) where TBuilder : IHostApplicationBuilder
    {
        builder.AddShopTelemetry();
        builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), [LiveTag]);
        builder.Services.AddServiceDiscovery();
        builder.Services.ConfigureHttpClientDefaults(http =>
        {
            http.AddStandardResilienceHandler();
            http.AddServiceDiscovery();
        });
        builder.AddShopSecurity();
        builder.AddShopGrpcServer();
        // Long enough to finish what is in flight, short enough that a rolling restart does not wait for an idle stream.
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(8));
        return builder;
    }

    /// <summary>Maps a gRPC service and makes its rpcs' access rules known, by which they are guarded.</summary>
    /// <typeparam name="TService">The implementation, derived from the generated base.</typeparam>
    public static GrpcServiceEndpointConventionBuilder MapShopGrpcService<TService>(this WebApplication app) where TService : class
    {
        app.Services.GetRequiredService<AccessRules>().Add(GrpcServerExtensions.DescriptorOf(typeof(TService)));
        return app.MapGrpcService<TService>();
    }

    /// <summary>
    /// Health for machines, in every environment: <c>/alive</c> (the process answers) and <c>/health</c> (it can do its work; degraded is
    /// 200, too) on the port of the <c>probe</c> endpoint alone, and the gRPC health protocol beside the service. Reflection in
    /// Development. A host without a <c>probe</c> endpoint answers on all ports.
    /// </summary>
    public static WebApplication MapDefaultEndpoints(this WebApplication app)
    {
        app.UseUnreadableRequests();
        app.UseProbe("/alive", new HealthCheckOptions { Predicate = check => check.Tags.Contains(LiveTag) });
        app.UseProbe("/health", new HealthCheckOptions());
        app.MapGrpcHealthChecksService();
        if (app.Environment.IsDevelopment())
        {
            app.MapGrpcReflectionService();
        }

        return app;
    }

    // By the port of the connection: the Host header is the caller's to choose, and behind a port mapping it names another port.
    private static void UseProbe(this WebApplication app, string path, HealthCheckOptions options)
    {
        if (app.Configuration["Kestrel:Endpoints:probe:Url"] is { } url)
        {
            app.UseHealthChecks(path, BindingAddress.Parse(url).Port, options);
        }
        else
        {
            app.UseHealthChecks(path, options);
        }
    }
}
