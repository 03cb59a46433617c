using System.Net.Mime;
using System.Text.Json;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Yarp.ReverseProxy;
using Yarp.ReverseProxy.Model;

namespace Shop.Gateway;

/// <summary>
/// <c>/health</c> of the gateway: which services can be reached, by the probes that balancing goes by, and nothing else of them. It is
/// 200 for as long as the gateway runs: a gateway that is taken out because one service is away takes all the others with it.
/// </summary>
internal static class ShopHealth
{
    private const string Path = "/health";

    public static void UseShopHealth(this WebApplication app)
    {
        var proxy = app.Services.GetRequiredService<IProxyStateLookup>();
        app.Use((context, next) => HttpMethods.IsGet(context.Request.Method) && context.Request.Path == Path ? WriteAsync(context, proxy) : next(context));
    }

    /// <summary>How a service is when its replicas are so.</summary>
    internal static HealthStatus StatusOf(IReadOnlyCollection<DestinationHealth> replicas)
    {
        var away = replicas.Count(replica => replica == DestinationHealth.Unhealthy);
        return away == replicas.Count ? HealthStatus.Unhealthy : away > 0 ? HealthStatus.Degraded : HealthStatus.Healthy;
    }

    private static async Task WriteAsync(HttpContext context, IProxyStateLookup proxy)
    {
        var services = proxy.GetClusters()
            .Where(cluster => cluster.Model.Config.HealthCheck?.Active?.Enabled == true)
            .GroupBy(cluster => cluster.ClusterId.Split('-')[0], cluster => cluster.DestinationsState.AllDestinations)
            .OrderBy(service => service.Key, StringComparer.Ordinal)
            .ToDictionary(service => service.Key, service => StatusOf([.. service.SelectMany(replicas => replicas).Select(replica => replica.Health.Active)]));
        context.Response.ContentType = MediaTypeNames.Application.Json;
        context.Response.Headers.CacheControl = "no-store";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteString("status", $"{(services.Values.All(status => status == HealthStatus.Healthy) ? HealthStatus.Healthy : HealthStatus.Degraded)}");
        json.WriteStartObject("services");
        foreach (var (service, status) in services)
        {
            json.WriteString(service, $"{status}");
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
