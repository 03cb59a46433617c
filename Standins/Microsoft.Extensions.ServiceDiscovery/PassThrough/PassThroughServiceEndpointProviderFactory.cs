using System.Diagnostics.CodeAnalysis;

namespace Microsoft.Extensions.ServiceDiscovery.PassThrough;

/// <summary>The last resort: a name that nothing else knows is taken as a host name.</summary>
internal sealed class PassThroughServiceEndpointProviderFactory : IServiceEndpointProviderFactory
{
    public bool TryCreateProvider(ServiceEndpointQuery query, [NotNullWhen(true)] out IServiceEndpointProvider? provider)
    {
        var name = query.ToString();
        var authority = name[(name.IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme ? scheme + 3 : 0)..];
        provider = EndPointText.Parse(authority) is { } endPoint
            ? new PassThroughServiceEndpointProvider(ServiceEndpoint.Create(endPoint))
            : null;
        return provider is not null;
    }
}
