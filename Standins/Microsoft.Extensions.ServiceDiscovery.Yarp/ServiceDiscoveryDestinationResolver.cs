using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.ServiceDiscovery;

namespace Microsoft.Extensions.ServiceDiscovery.Yarp;

internal sealed class ServiceDiscoveryDestinationResolver(
    ServiceEndpointResolver resolver, IOptions<ServiceDiscoveryOptions> options) : IDestinationResolver
{
    public async ValueTask<ResolvedDestinationCollection> ResolveDestinationsAsync(
        IReadOnlyDictionary<string, DestinationConfig> destinations, CancellationToken cancellationToken)
    {
        var resolved = await Task.WhenAll(destinations.Select(destination => ResolveAsync(destination.Key, destination.Value, cancellationToken)));
        return new(
            resolved.SelectMany(one => one.Destinations).ToDictionary(StringComparer.OrdinalIgnoreCase),
            new CompositeChangeToken([.. resolved.Select(one => one.ChangeToken)]));
    }

    private async Task<(IEnumerable<KeyValuePair<string, DestinationConfig>> Destinations, IChangeToken ChangeToken)> ResolveAsync(
        string name, DestinationConfig destination, CancellationToken cancellationToken)
    {
        var address = new Uri(destination.Address);
        var source = await resolver.GetEndpointsAsync(address.GetLeftPart(UriPartial.Authority), cancellationToken);
        return (source.Endpoints.Select(endpoint => KeyValuePair.Create($"{name}[{endpoint}]", At(endpoint, destination, address))), source.ChangeToken);
    }

    private DestinationConfig At(ServiceEndpoint endpoint, DestinationConfig destination, Uri address)
    {
        var resolved = Locate(endpoint, address);
        return destination with
        {
            Address = resolved.ToString(),
            Health = destination.Health is { Length: > 0 } health ? Locate(endpoint, new Uri(health)).ToString() : destination.Health,
            Host = HostOf(destination, address, resolved),
        };
    }

    // A service sees the name by which it was called; one on this machine does not, since development certificates are for localhost only.
    private static string? HostOf(DestinationConfig destination, Uri address, Uri resolved)
    {
        if (destination.Host is { Length: > 0 } host)
        {
            return host;
        }

        return resolved.IsLoopback ? null : address.IsDefaultPort ? address.Host : address.Authority;
    }

    private Uri Locate(ServiceEndpoint endpoint, Uri address)
    {
        var text = endpoint.ToString() ?? "";
        var at = new Uri(text.Contains("://", StringComparison.Ordinal) ? text : $"{SchemeOf(address)}://{text}");
        return new UriBuilder(at) { Path = at.AbsolutePath.TrimEnd('/') + address.AbsolutePath, Query = address.Query }.Uri;
    }

    private string SchemeOf(Uri address) =>
        options.Value.ApplyAllowedSchemes(address.Scheme.Split('+')) is [var first, ..] ? first : "https";
}
