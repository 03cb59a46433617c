using System.Diagnostics.CodeAnalysis;
using System.Net;
using Microsoft.Extensions.ServiceDiscovery;

namespace Standins.Tests.ServiceDiscovery;

/// <summary>Answers another host each time that it is asked, and tells no changes.</summary>
internal sealed class CountingProvider : IServiceEndpointProviderFactory, IServiceEndpointProvider
{
    private int _asked;

    public int Disposed { get; private set; }

    public bool TryCreateProvider(ServiceEndpointQuery query, [NotNullWhen(true)] out IServiceEndpointProvider? provider)
    {
        provider = this;
        return true;
    }

    public ValueTask PopulateAsync(IServiceEndpointBuilder endpoints, CancellationToken cancellationToken)
    {
        endpoints.Endpoints.Add(ServiceEndpoint.Create(new DnsEndPoint($"host-{++_asked}", 0)));
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        Disposed++;
        return ValueTask.CompletedTask;
    }
}
