using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Shop.Gateway;

/// <summary>How much a caller may send, and how slowly.</summary>
internal static class RequestLimits
{
    /// <summary>The setting that holds the largest request in bytes, as it comes: base64 counts as base64.</summary>
    public const string ConfigurationKey = "Limits:MaxRequestBytes";

    private const long DefaultLargest = 4 * 1024 * 1024;
    private const long DefaultMostConnections = 20_000;

    /// <summary>What Kestrel refuses before anything of ours has seen it, and how it finds out that nobody is there any more.</summary>
    public static void AddServerLimits(this WebApplicationBuilder builder) => builder.WebHost.ConfigureKestrel(kestrel =>
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = builder.Configuration.GetValue<long?>("Limits:MaxConnections") ?? DefaultMostConnections;
        kestrel.Limits.MaxRequestHeaderCount = 64;
        kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        kestrel.Limits.MaxRequestLineSize = 4 * 1024;
        kestrel.Limits.RequestHeadersTimeout = builder.Configuration.GetValue<TimeSpan?>("Limits:HeadersTimeout") ?? TimeSpan.FromSeconds(10);
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
        // Streams are silent for hours: pings keep what is between from forgetting them, and find out who has gone without a word.
        kestrel.Limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(30);
        kestrel.Limits.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(20);
    });

    /// <summary>
    /// Kestrel's limits for requests of a single message. The proxy lifts them from every gRPC request, since a stream may be long and
    /// slow; features that it does not find it leaves alone.
    /// </summary>
    public static void UseRequestLimits(this WebApplication app)
    {
        var largest = app.Configuration.GetValue(ConfigurationKey, DefaultLargest);
        app.Use((context, next) =>
        {
            if (ShopRoutes.MetadataOf(context)?.ContainsKey(ShopRoutes.ClientStreamMetadata) == false
                && context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            {
                size.MaxRequestBodySize = largest;
                context.Features.Set<IHttpMaxRequestBodySizeFeature>(null);
                context.Features.Set<IHttpMinRequestBodyDataRateFeature>(null);
            }

            return next(context);
        });
    }
}
