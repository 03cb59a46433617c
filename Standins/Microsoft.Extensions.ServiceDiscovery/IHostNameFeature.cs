namespace Microsoft.Extensions.ServiceDiscovery;

/// <summary>On an endpoint: the host name that a request to it states.</summary>
public interface IHostNameFeature
{
    string HostName { get; }
}
