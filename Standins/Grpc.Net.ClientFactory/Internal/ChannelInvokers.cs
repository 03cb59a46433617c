using System.Collections.Concurrent;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Grpc.Net.ClientFactory.Internal;

/// <summary>A channel a client name, made when it is first needed and kept: its connections are shared by all clients of that name.</summary>
internal sealed class ChannelInvokers(
    IServiceScopeFactory scopes, ILoggerFactory loggers, IHttpMessageHandlerFactory handlers,
    IOptionsMonitor<GrpcClientFactoryOptions> grpcOptions, IOptionsMonitor<HttpClientFactoryOptions> httpOptions) : IDisposable
{
    private readonly ConcurrentDictionary<(string Name, Type Client), CallInvoker> _invokers = [];
    private readonly Lock _creation = new();
    private readonly List<IServiceScope> _scopes = [];

    public CallInvoker Get(string name, Type client)
    {
        if (_invokers.TryGetValue((name, client), out var invoker)) return invoker;
        lock (_creation) return _invokers.GetOrAdd((name, client), Create);
    }

    public void Dispose()
    {
        lock (_creation) _scopes.ForEach(scope => scope.Dispose());
    }

    private CallInvoker Create((string Name, Type Client) key)
    {
        var scope = scopes.CreateScope();
        try
        {
            var invoker = Create(key.Name, key.Client, scope.ServiceProvider);
            _scopes.Add(scope);
            return invoker;
        }
        catch
        {
            scope.Dispose();
            throw;
        }
    }

    private CallInvoker Create(string name, Type client, IServiceProvider services)
    {
        var options = grpcOptions.Get(name);
        var http = HttpClientDefaults.From(httpOptions.Get(name));
        var address = options.Address ?? http.Address ?? throw new InvalidOperationException(
            $"Could not resolve the address for gRPC client '{name}'. Set an address when registering the client: " +
            $"services.AddGrpcClient<{client.Name}>(o => o.Address = new Uri(\"https://localhost:5001\"))");
        var channelOptions = new GrpcChannelOptions { HttpHandler = handlers.CreateHandler(name), LoggerFactory = loggers, ServiceProvider = services };
        foreach (var configure in options.ChannelOptionsActions) configure(channelOptions);
        if (options.HasCallCredentials) ChannelSecurity.Demand(name, address, channelOptions);

        var invoker = GrpcChannel.ForAddress(address, channelOptions).CreateCallInvoker();
        if (http.Headers.Length > 0) invoker = invoker.Intercept(http.AddHeaders);
        return options.Intercept(invoker, InterceptorScope.Channel, services);
    }
}
