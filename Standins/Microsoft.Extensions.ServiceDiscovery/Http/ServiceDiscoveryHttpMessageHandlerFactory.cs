namespace Microsoft.Extensions.ServiceDiscovery.Http;

internal sealed class ServiceDiscoveryHttpMessageHandlerFactory(HttpEndpointSelector selector) : IServiceDiscoveryHttpMessageHandlerFactory
{
    public HttpMessageHandler CreateHandler(HttpMessageHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        var resolving = selector.CreateHandler();
        resolving.InnerHandler = handler;
        return resolving;
    }
}
