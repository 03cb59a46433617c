using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Grpc.Net.ClientFactory.Internal;

/// <summary>Makes clients through the constructor that takes a <see cref="CallInvoker"/>; what else it takes comes from the services.</summary>
internal sealed class ClientActivator<TClient>
    where TClient : class
{
    private readonly Lazy<ObjectFactory<TClient>> _create = new(() => ActivatorUtilities.CreateFactory<TClient>([typeof(CallInvoker)]));

    public TClient Create(IServiceProvider services, CallInvoker invoker) => _create.Value(services, [invoker]);
}
