namespace Microsoft.Extensions.ServiceDiscovery.Http;

public interface IServiceDiscoveryHttpMessageHandlerFactory
{
    /// <summary>A handler that resolves the address of each request, and then hands it to the given one.</summary>
    HttpMessageHandler CreateHandler(HttpMessageHandler handler);
}
