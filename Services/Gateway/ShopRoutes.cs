using System.Net;
using Google.Protobuf.Reflection;
using Shop.Contracts.Cart.V1;
using Shop.Contracts.Catalog.V1;
using Shop.Contracts.Identity.V1;
using Shop.Contracts.Inventory.V1;
using Shop.Contracts.Order.V1;
using Shop.Contracts.Types.V1;
using Shop.ServiceDefaults.Resilience;
using Shop.ServiceDefaults.Security;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace Shop.Gateway;

/// <summary>The proxy's routes, made from the contracts: an rpc is reachable from outside when its own <c>access</c> option says that outsiders may call it.</summary>
internal static class ShopRoutes
{
    /// <summary>The route metadata that holds the rpc's <see cref="Access"/>.</summary>
    public const string AccessMetadata = "access";

    /// <summary>The route metadata that is there when the client sends a stream of messages.</summary>
    public const string ClientStreamMetadata = "client-stream";

    private const string RepeatableMetadata = "repeatable";
    private const string StreamMetadata = "stream";

    // A stream is idle for as long as nothing happens in the shop; a unary call that is silent this long is lost.
    private static readonly TimeSpan StreamActivityTimeout = TimeSpan.FromHours(12);
    private static readonly TimeSpan UnaryActivityTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan UnaryTimeout = TimeSpan.FromSeconds(60);

    private const long LargestWebhook = 64 * 1024;

    // A replica that is stopped takes connections and answers nothing: two probes later it is left out.
    private static readonly TimeSpan ProbeInterval = TimeSpan.FromSeconds(2);

    // A replica that was found dead is left out, and tried again after this time.
    private static readonly TimeSpan ReactivationPeriod = TimeSpan.FromSeconds(5);

    private static readonly IReadOnlyDictionary<string, ServiceDescriptor> Services = new Dictionary<string, ServiceDescriptor>
    {
        ["catalog"] = CatalogService.Descriptor,
        ["cart"] = CartService.Descriptor,
        ["identity"] = IdentityService.Descriptor,
        ["inventory"] = InventoryService.Descriptor,
        ["order"] = OrderService.Descriptor,
    };

    public static IReadOnlyList<RouteConfig> Routes { get; } =
        [.. Services.SelectMany(service => service.Value.Methods.Where(IsForOutsiders).Select(method => RouteTo(service.Key, method))), Images, PaymentWebhook];

    public static IReadOnlyList<ClusterConfig> Clusters { get; } =
        [.. Services.Keys.SelectMany(service => new[] { ClusterOf(service, streaming: false), ClusterOf(service, streaming: true) }), PaymentWebhookCluster];

    /// <summary>What the contracts say of the rpc that a request is for; null when it is for none.</summary>
    public static IReadOnlyDictionary<string, string>? MetadataOf(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<RouteModel>()?.Config.Metadata;

    /// <summary>Whether the rpc that a request is for may be sent again when its first try's fate is unknown.</summary>
    public static Repeatable RepeatableIn(HttpContext context) =>
        MetadataOf(context)?.GetValueOrDefault(RepeatableMetadata) is { } repeatable ? Enum.Parse<Repeatable>(repeatable) : Repeatable.Never;

    /// <summary>Whether a request changes something without anybody having to say who they are: signing in, registering and the like.</summary>
    public static bool IsEntrance(HttpContext context) =>
        MetadataOf(context)?.GetValueOrDefault(AccessMetadata) == nameof(Access.Public) && RepeatableIn(context) != Repeatable.Always && !IsStream(context);

    /// <summary>Whether a request is for a stream.</summary>
    public static bool IsStream(HttpContext context) => MetadataOf(context)?.ContainsKey(StreamMetadata) == true;

    // The pictures of the goods, which Catalog serves beside its rpcs.
    private static RouteConfig Images => new()
    {
        RouteId = "images",
        ClusterId = "catalog",
        Match = new RouteMatch { Path = "/images/{**path}", Methods = [HttpMethods.Get, HttpMethods.Head] },
        Metadata = new Dictionary<string, string> { [RepeatableMetadata] = nameof(Repeatable.Always) },
    };

    // Where the payment provider tells what happened, signed; Payment checks it. On an endpoint of its own: it is no gRPC.
    private static RouteConfig PaymentWebhook => new()
    {
        RouteId = "payment-webhook",
        ClusterId = "payment-webhook",
        Match = new RouteMatch { Path = "/webhooks/payments", Methods = [HttpMethods.Post] },
        MaxRequestBodySize = LargestWebhook,
    };

    private static ClusterConfig PaymentWebhookCluster
    {
        get
        {
            var cluster = ClusterOf("payment", streaming: false);
            return cluster with
            {
                ClusterId = "payment-webhook",
                Destinations = new Dictionary<string, DestinationConfig> { ["payment"] = new() { Address = "http://_webhook.payment" } },
                HttpRequest = cluster.HttpRequest! with { Version = HttpVersion.Version11 },
                // The probes speak gRPC.
                HealthCheck = cluster.HealthCheck! with { Active = null },
            };
        }
    }

    private static bool IsForOutsiders(MethodDescriptor method) => AccessRules.Of(method) is Access.Public or Access.Caller or Access.Customer or Access.Admin;

    private static RouteConfig RouteTo(string service, MethodDescriptor method) => new()
    {
        RouteId = method.FullName,
        ClusterId = ClusterId(service, method.IsServerStreaming || method.IsClientStreaming),
        Match = new RouteMatch { Path = $"/{method.Service.FullName}/{method.Name}", Methods = [HttpMethods.Post] },
        Metadata = Metadata(method),
        // In all, however diligently it drips; a stream stays open for as long as both want.
        Timeout = method.IsServerStreaming || method.IsClientStreaming ? null : UnaryTimeout,
        TimeoutPolicy = method.IsServerStreaming || method.IsClientStreaming ? "Disable" : null,
    };

    private static Dictionary<string, string> Metadata(MethodDescriptor method)
    {
        var metadata = new Dictionary<string, string>
        {
            [AccessMetadata] = AccessRules.Of(method).ToString(),
            [RepeatableMetadata] = RepeatableOf(method).ToString(),
        };
        if (method.IsClientStreaming)
        {
            metadata.Add(ClientStreamMetadata, "");
        }

        if (method.IsClientStreaming || method.IsServerStreaming)
        {
            metadata.Add(StreamMetadata, "");
        }

        return metadata;
    }

    private static Repeatable RepeatableOf(MethodDescriptor method)
    {
        if (method.IsServerStreaming || method.IsClientStreaming)
        {
            return Repeatable.Never;
        }

        return RepeatableCalls.IsReading(method.Name) ? Repeatable.Always
            : method.InputType.FindFieldByNumber(1) is { Name: "request_id" } ? Repeatable.WithRequestId
            : Repeatable.Never;
    }

    private static ClusterConfig ClusterOf(string service, bool streaming) => new()
    {
        ClusterId = ClusterId(service, streaming),
        Destinations = new Dictionary<string, DestinationConfig> { [service] = new() { Address = $"http://{service}" } },
        LoadBalancingPolicy = "PowerOfTwoChoices",
        HealthCheck = new HealthCheckConfig
        {
            AvailableDestinationsPolicy = "HealthyOrPanic",
            Active = new ActiveHealthCheckConfig { Enabled = true, Policy = "ConsecutiveFailures", Interval = ProbeInterval, Timeout = ProbeInterval },
            Passive = new PassiveHealthCheckConfig { Enabled = true, Policy = "TransportFailureRate", ReactivationPeriod = ReactivationPeriod },
        },
        HttpRequest = new ForwarderRequestConfig
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            ActivityTimeout = streaming ? StreamActivityTimeout : UnaryActivityTimeout,
        },
        HttpClient = new HttpClientConfig { EnableMultipleHttp2Connections = true },
    };

    private static string ClusterId(string service, bool streaming) => streaming ? $"{service}-streams" : service;
}
