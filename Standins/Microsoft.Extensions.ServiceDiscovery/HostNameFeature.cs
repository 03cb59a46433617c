namespace Microsoft.Extensions.ServiceDiscovery;

internal sealed class HostNameFeature(string hostName) : IHostNameFeature
{
    public string HostName => hostName;
}
