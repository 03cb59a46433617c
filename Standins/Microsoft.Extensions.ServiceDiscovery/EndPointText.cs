using System.Net;

namespace Microsoft.Extensions.ServiceDiscovery;

/// <summary>Endpoints as they are written in configuration.</summary>
internal static class EndPointText
{
    public static EndPoint? Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        if (text.Contains("://", StringComparison.Ordinal))
        {
            return Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Host.Length > 0 ? new UriEndPoint(uri) : null;
        }

        if (IPEndPoint.TryParse(text, out var ip))
        {
            return ip;
        }

        // A scheme without a default port: a port that is not written stays 0, which means the scheme's own.
        return Uri.TryCreate($"none://{text}", UriKind.Absolute, out var authority) && authority.Host.Length > 0
            ? new DnsEndPoint(authority.Host, Math.Max(authority.Port, 0))
            : null;
    }

    public static string Format(EndPoint endPoint) => endPoint switch
    {
        UriEndPoint uri => uri.Uri.ToString(),
        DnsEndPoint { Port: 0 } dns => dns.Host,
        DnsEndPoint dns => $"{dns.Host}:{dns.Port}",
        IPEndPoint { Port: 0, AddressFamily: System.Net.Sockets.AddressFamily.InterNetworkV6 } ip => $"[{ip.Address}]",
        IPEndPoint { Port: 0 } ip => ip.Address.ToString(),
        _ => endPoint.ToString() ?? "",
    };
}
