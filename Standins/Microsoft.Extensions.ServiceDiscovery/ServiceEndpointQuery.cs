using System.Diagnostics.CodeAnalysis;

namespace Microsoft.Extensions.ServiceDiscovery;

/// <summary>A service name in its parts: <c>https+http://_admin.catalog</c> is the endpoint "admin" of "catalog", https if it is there.</summary>
public sealed class ServiceEndpointQuery
{
    private readonly string _input;

    private ServiceEndpointQuery(string input, IReadOnlyList<string> includedSchemes, string? endpointName, string serviceName)
    {
        _input = input;
        IncludedSchemes = includedSchemes;
        EndpointName = endpointName;
        ServiceName = serviceName;
    }

    /// <summary>The schemes by preference; empty where none is named.</summary>
    public IReadOnlyList<string> IncludedSchemes { get; }

    public string? EndpointName { get; }

    public string ServiceName { get; }

    public static bool TryParse(string input, [NotNullWhen(true)] out ServiceEndpointQuery? query)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(input);
        query = null;

        var hasScheme = input.Contains("://", StringComparison.Ordinal);
        if (!Uri.TryCreate(hasScheme ? input : $"none://{input}", UriKind.Absolute, out var uri) || uri.Host.Length == 0)
        {
            return false;
        }

        var (endpointName, serviceName) = SplitHost(uri.Host);
        query = new(input, hasScheme ? uri.Scheme.Split('+') : [], endpointName, serviceName);
        return true;
    }

    public override string ToString() => _input;

    private static (string? EndpointName, string ServiceName) SplitHost(string host)
    {
        var dot = host.IndexOf('.');
        return host.StartsWith('_') && dot > 1 && dot < host.Length - 1
            ? (host[1..dot], host[(dot + 1)..])
            : (null, host);
    }
}
