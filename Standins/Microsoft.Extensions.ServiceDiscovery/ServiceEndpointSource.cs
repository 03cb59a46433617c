using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Microsoft.Extensions.ServiceDiscovery;

/// <summary>What a service name resolved to, and how long that holds.</summary>
public sealed class ServiceEndpointSource(List<ServiceEndpoint>? endpoints, IChangeToken changeToken, IFeatureCollection features)
{
    public IReadOnlyList<ServiceEndpoint> Endpoints { get; } = endpoints ?? [];

    /// <summary>Fires when the endpoints may be others.</summary>
    public IChangeToken ChangeToken { get; } = changeToken ?? throw new ArgumentNullException(nameof(changeToken));

    public IFeatureCollection Features { get; } = features;

    public override string ToString() => $"[{string.Join(", ", Endpoints)}]";
}
