using System.Net;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.ServiceDiscovery.Http;

/// <summary>Sends a request to an endpoint of the service that its address names; the caller's message is as it was afterwards.</summary>
internal sealed class ResolvingHttpDelegatingHandler(HttpEndpointSelector selector, IOptions<ServiceDiscoveryOptions> options) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var original = request.RequestUri ?? throw new InvalidOperationException("Cannot send a request which has no URI.");
        var originalHost = request.Headers.Host;
        try
        {
            var endpoint = await selector.SelectAsync(original.GetLeftPart(UriPartial.Authority), cancellationToken);
            request.RequestUri = AddressAt(endpoint.EndPoint, original);
            request.Headers.Host ??= endpoint.Features.Get<IHostNameFeature>()?.HostName;
            return await base.SendAsync(request, cancellationToken);
        }
        finally
        {
            request.RequestUri = original;
            request.Headers.Host = originalHost;
        }
    }

    private Uri AddressAt(EndPoint endPoint, Uri original)
    {
        var address = new UriBuilder(original);
        switch (endPoint)
        {
            case UriEndPoint { Uri: var uri }:
                address.Scheme = uri.Scheme;
                address.Host = uri.Host;
                address.Port = uri.Port;
                address.Path = uri.AbsolutePath.TrimEnd('/') + original.AbsolutePath;
                break;
            case DnsEndPoint dns:
                address.Host = dns.Host;
                SetSchemeAndPort(address, dns.Port);
                break;
            case IPEndPoint ip:
                address.Host = ip.Address.ToString();
                SetSchemeAndPort(address, ip.Port);
                break;
            default:
                throw new InvalidOperationException($"Endpoints of type {endPoint.GetType()} are not supported.");
        }

        return address.Uri;
    }

    private void SetSchemeAndPort(UriBuilder address, int port)
    {
        if (address.Scheme.Contains('+', StringComparison.Ordinal))
        {
            address.Scheme = options.Value.ApplyAllowedSchemes(address.Scheme.Split('+')) is [var first, ..]
                ? first
                : throw new InvalidOperationException($"None of the schemes '{address.Scheme}' is allowed.");
        }

        address.Port = port > 0 ? port : -1;
    }
}
