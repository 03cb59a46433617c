using Yarp.ReverseProxy.Forwarder;

namespace Shop.Gateway;

/// <summary>A request that could not be sent because its replica is gone is sent to another one: nobody notices a restart.</summary>
internal static class OtherReplica
{
    public static void UseOtherReplica(this IReverseProxyApplicationBuilder proxy) => proxy.Use(async (context, next) =>
    {
        var feature = context.GetReverseProxyFeature();
        // Balancing leaves only its choice there.
        var replicas = feature.AvailableDestinations;
        await next(context);
        while (WasNeverSent(context) && replicas.Count > 1)
        {
            replicas = [.. replicas.Where(replica => replica != feature.ProxiedDestination)];
            feature.AvailableDestinations = replicas;
            context.Features.Set<IForwarderErrorFeature>(null);
            context.Response.StatusCode = StatusCodes.Status200OK;
            await next(context);
        }
    });

    // Without a connection nothing has been read of the request and nothing been done: it is safe for any call.
    private static bool WasNeverSent(HttpContext context) =>
        context.GetForwarderErrorFeature() is { Error: ForwarderError.Request, Exception: HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } }
        && !context.Response.HasStarted;
}
