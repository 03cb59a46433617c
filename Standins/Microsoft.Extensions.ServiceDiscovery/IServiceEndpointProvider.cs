namespace Microsoft.Extensions.ServiceDiscovery;

public interface IServiceEndpointProvider : IAsyncDisposable
{
    /// <summary>Adds what it knows, and tokens that fire when it knows something else.</summary>
    ValueTask PopulateAsync(IServiceEndpointBuilder endpoints, CancellationToken cancellationToken);
}
