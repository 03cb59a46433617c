using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.ServiceDiscovery.Http;

/// <summary>Takes the endpoints of a service in turn, over all clients of the process.</summary>
internal sealed class HttpEndpointSelector(ServiceEndpointResolver resolver, IOptions<ServiceDiscoveryOptions> options)
{
    private readonly ConditionalWeakTable<ServiceEndpointSource, StrongBox<uint>> _turns = [];

    public ResolvingHttpDelegatingHandler CreateHandler() => new(this, options);

    /// <param name="service">Scheme and authority of a request, <c>http://inventory</c>.</param>
    /// <param name="cancellationToken">Of the request.</param>
    public async ValueTask<ServiceEndpoint> SelectAsync(string service, CancellationToken cancellationToken)
    {
        var source = await resolver.GetEndpointsAsync(service, cancellationToken);
        return source.Endpoints switch
        {
            [] => throw new InvalidOperationException($"Unable to resolve an endpoint for service '{service}'."),
            [var only] => only,
            var several => several[(int)(Interlocked.Increment(ref TurnOf(source).Value) % (uint)several.Count)],
        };
    }

    // Starting anywhere: clients that all started with the first endpoint would load it unevenly.
    private StrongBox<uint> TurnOf(ServiceEndpointSource source) =>
        _turns.GetValue(source, static _ => new((uint)Random.Shared.Next()));
}
