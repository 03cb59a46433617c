namespace Microsoft.Extensions.ServiceDiscovery.Http;

/// <summary>The clients that resolve their own addresses. The builder of the defaults for all clients has no name.</summary>
internal sealed class GrpcLoadBalancingOptions
{
    private readonly HashSet<string> _clients = [];
    private bool _all;

    public void Disable(string? client)
    {
        if (client is null)
        {
            _all = true;
        }
        else
        {
            _clients.Add(client);
        }
    }

    public bool IsDisabled(string? client) => _all || (client is not null && _clients.Contains(client));
}
