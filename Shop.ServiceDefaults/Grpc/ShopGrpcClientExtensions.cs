using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.ServiceDiscovery;
using Shop.ServiceDefaults.Grpc;
using Shop.ServiceDefaults.Resilience;
using Shop.ServiceDefaults.Security;

namespace Microsoft.Extensions.Hosting;

/// <summary>gRPC clients between the services of the shop.</summary>
public static class ShopGrpcClientExtensions
{
    /// <summary>
    /// A client with service discovery over all replicas, a deadline per call, the caller's or the service's token, and the standard
    /// resilience pipeline in gRPC terms. Registered as a singleton; inject <typeparamref name="TClient"/>.
    /// </summary>
    /// <typeparam name="TClient">The generated client, e.g. <c>InventoryService.InventoryServiceClient</c>.</typeparam>
    /// <param name="builder">The host.</param>
    /// <param name="address">The service's logical address, e.g. <c>http://inventory</c> (h2c; no <c>https+http</c>, gRPC does not know it).</param>
    /// <param name="configure">Changes the defaults of <see cref="ShopGrpcClientOptions"/>.</param>
    public static IHostApplicationBuilder AddShopGrpcClient<TClient>(this IHostApplicationBuilder builder, string address, Action<ShopGrpcClientOptions>? configure = null)
        where TClient : ClientBase<TClient>
    {
        var options = new ShopGrpcClientOptions();
        configure?.Invoke(options);

        var services = builder.Services;
        services.AddHttpContextAccessor();
        services.TryAddSingleton<IncomingCall>();
        services.TryAddSingleton<TokenInterceptor>();
        services.TryAddSingleton<ResilienceTelemetry>();
        // Keyed by the client, so that the container disposes them: clients that share an address share nothing else.
        services.AddKeyedSingleton(typeof(TClient), (_, _) => Connections());
        services.AddKeyedSingleton(typeof(TClient), (provider, _) => InvokerTo<TClient>(new Uri(address), options, provider));
        services.AddSingleton(ClientOf<TClient>);
        return builder;
    }

    private static TClient ClientOf<TClient>(IServiceProvider provider) where TClient : ClientBase<TClient>
    {
        provider.GetRequiredService<AccessRules>().Add(GrpcServerExtensions.DescriptorOf(typeof(TClient)));
        var calls = provider.GetRequiredKeyedService<ResilientInvoker>(typeof(TClient)).Intercept(provider.GetRequiredService<TokenInterceptor>());
        return (TClient)Activator.CreateInstance(typeof(TClient), calls)!;
    }

    private static ResilientInvoker InvokerTo<TClient>(Uri address, ShopGrpcClientOptions options, IServiceProvider provider)
    {
        var time = provider.GetRequiredService<TimeProvider>();
        var telemetry = provider.GetRequiredService<ResilienceTelemetry>();
        var strategies = new GrpcStrategies(address.Host, options, telemetry, time);
        var replicas = new ReplicaSet(address, provider.GetRequiredService<ServiceEndpointResolver>(), replica => new Replica(replica, CallsTo<TClient>(replica, provider), strategies.Breaker(replica), time));
        var clock = new CallClock(options, provider.GetRequiredService<IncomingCall>(), time);
        return new ResilientInvoker(address.Host, replicas, strategies, clock, telemetry, options);
    }

    private static CallInvoker CallsTo<TClient>(Uri replica, IServiceProvider provider) => GrpcChannel.ForAddress(replica, new GrpcChannelOptions
    {
        HttpHandler = provider.GetRequiredKeyedService<SocketsHttpHandler>(typeof(TClient)),
        LoggerFactory = provider.GetRequiredService<ILoggerFactory>(),
    }).CreateCallInvoker();

    // Not from IHttpClientFactory: its defaults carry the HTTP resilience handler, which would cut streams and repeat any call.
    private static SocketsHttpHandler Connections() => new()
    {
        EnableMultipleHttp2Connections = true,
        UseProxy = false,
        ConnectTimeout = TimeSpan.FromSeconds(1),
        // A peer that is stopped, not dead, closes nothing: pings find it out, in less than a call may take.
        KeepAlivePingDelay = TimeSpan.FromSeconds(1),
        KeepAlivePingTimeout = TimeSpan.FromSeconds(2),
        // Behind a name that stands for many (a Kubernetes service) new replicas get their share in time.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        // The property by which AddServiceDiscovery, too, tells a channel that its address is resolved already. Otherwise the channel
        // connects by itself, and after a failure not again for up to two minutes.
        Properties = { ["__GrpcLoadBalancingDisabled"] = true },
    };
}
