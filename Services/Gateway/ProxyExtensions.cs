using Grpc.AspNetCore.Server;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.Transforms;

namespace Shop.Gateway;

internal static class ProxyExtensions
{
    /// <summary>YARP over the rpcs that outsiders may call, to all replicas that service discovery knows.</summary>
    public static void AddShopProxy(this WebApplicationBuilder builder)
    {
        builder.Services.AddReverseProxy()
            .LoadFromMemory(ShopRoutes.Routes, ShopRoutes.Clusters)
            .AddServiceDiscoveryDestinationResolver()
            // An HTTP error of whatever stands before the service has a body that no gRPC client reads: GrpcErrors says it instead.
            .AddTransforms(transforms => transforms.AddResponseTransform(context =>
            {
                context.SuppressResponseBody |= GrpcErrors.IsGrpc(context.HttpContext.Request) && context.ProxyResponse is { IsSuccessStatusCode: false };
                return ValueTask.CompletedTask;
            }))
            .ConfigureHttpClient((_, handler) =>
            {
                handler.ConnectTimeout = TimeSpan.FromSeconds(1);
                // A peer that is stopped, not dead, closes nothing: pings find it out.
                handler.KeepAlivePingDelay = TimeSpan.FromSeconds(1);
                handler.KeepAlivePingTimeout = TimeSpan.FromSeconds(2);
            });
        builder.AddServerLimits();
        builder.AddForwardedAddresses();
        builder.AddRateLimits();
        builder.AddGuestSessions();
        builder.Services.AddRequestTimeouts();
        builder.Services.AddSingleton<IProbingRequestFactory, HealthProbes>();
        builder.Services.Configure<TransportFailureRateHealthPolicyOptions>(options =>
        {
            options.DetectionWindowSize = TimeSpan.FromSeconds(10);
            options.MinimalTotalCountThreshold = 5;
        });
        // What is not there is answered by GrpcErrors, with details.
        builder.Services.Configure<GrpcServiceOptions>(options => options.IgnoreUnknownServices = true);
    }

    /// <summary>Pages of the origins listed under <c>Cors:Origins</c> may call, with their session's cookie; none by default.</summary>
    public static void AddBrowserAccess(this WebApplicationBuilder builder)
    {
        var origins = new AllowedOrigins(builder.Configuration).Listed;
        builder.Services.AddCors(cors => cors.AddDefaultPolicy(policy => policy
            .WithOrigins(origins)
            .WithMethods(HttpMethods.Post)
            .AllowAnyHeader()
            .AllowCredentials()
            .WithExposedHeaders("grpc-status", "grpc-message", "grpc-status-details-bin", GuestSessions.TokenHeader, GuestSessions.RefreshHeader)
            .SetPreflightMaxAge(TimeSpan.FromHours(1))));
    }

    /// <summary>The way of a request: from the browser's protocol to gRPC, within limits, with a token, to a replica.</summary>
    public static void UseShopProxy(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseSecurityHeaders();
        app.UseShopHealth();
        app.UseCors();
        app.UseGrpcWeb(new GrpcWebOptions { DefaultEnabled = true });
        app.UseGrpcErrors();
        app.UseRateLimiter();
        app.UseNoServicesFromOutside();
        app.UseSessionCookies();
        app.UseLostCallLog();
        app.UseRequestTimeouts();
        app.UseRequestLimits();
        app.UseGuestSessions();
        app.MapReverseProxy(proxy =>
        {
            proxy.UseAnotherTry();
            proxy.UseLoadBalancing();
            proxy.UsePassiveHealthChecks();
        });
    }
}
