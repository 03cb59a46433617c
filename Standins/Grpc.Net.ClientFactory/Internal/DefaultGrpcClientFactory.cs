using Grpc.Core.Interceptors;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Grpc.Net.ClientFactory.Internal;

internal sealed class DefaultGrpcClientFactory(IServiceProvider services, ChannelInvokers invokers, IOptionsMonitor<GrpcClientFactoryOptions> monitor)
    : GrpcClientFactory
{
    public override TClient CreateClient<TClient>(string name)
    {
        var activator = services.GetService<ClientActivator<TClient>>() ?? throw new InvalidOperationException($"No gRPC client configured with name '{name}'.");
        var options = monitor.Get(name);
        var invoker = options.Intercept(invokers.Get(name, typeof(TClient)), InterceptorScope.Client, services);
        if (options.CallOptionsActions.Count > 0)
            invoker = invoker.Intercept(new CallOptionsInterceptor(options.CallOptionsActions, services));
        return options.Creator is null ? activator.Create(services, invoker) : Created<TClient>(options.Creator(invoker));
    }

    private static TClient Created<TClient>(object? client) => client switch
    {
        TClient typed => typed,
        null => throw new InvalidOperationException("A null instance was returned by the configured client creator."),
        _ => throw new InvalidOperationException($"The {client.GetType()} that the configured client creator returned is no {typeof(TClient)}."),
    };
}
