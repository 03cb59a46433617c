using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Microsoft.Extensions.ServiceDiscovery.Configuration;

/// <summary>Reads <c>Services:{service}:{endpoint}</c>, a URL or a list of them, which is how references arrive in the environment.</summary>
internal sealed class ConfigurationServiceEndpointProvider(
    ServiceEndpointQuery query,
    IConfiguration configuration,
    ConfigurationServiceEndpointProviderOptions options,
    ServiceDiscoveryOptions discovery) : IServiceEndpointProvider
{
    private const string DefaultEndpoint = "default";
    private static readonly string[] UsualSchemes = ["https", "http"];

    private readonly IReadOnlyList<string> _schemes = discovery.ApplyAllowedSchemes(query.IncludedSchemes);

    public ValueTask PopulateAsync(IServiceEndpointBuilder endpoints, CancellationToken cancellationToken)
    {
        if (endpoints.Endpoints.Count > 0)
        {
            return ValueTask.CompletedTask;
        }

        // Taken before the reading, so that no change is lost in between; and always, since the service may yet be configured.
        endpoints.AddChangeToken(configuration.GetReloadToken());
        foreach (var endpoint in OfBestScheme([.. Read()]))
        {
            endpoints.Endpoints.Add(endpoint);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public override string ToString() => "Configuration";

    private IEnumerable<ServiceEndpoint> Read()
    {
        var service = configuration.GetSection(options.SectionName).GetSection(query.ServiceName);
        return FindSection(service) is { } section ? Values(section).Select(Parse) : [];
    }

    private IConfigurationSection? FindSection(IConfigurationSection service)
    {
        string[] names = query.EndpointName is { } name
            ? [name]
            : [DefaultEndpoint, .. _schemes.Count > 0 || !discovery.AllowAllSchemes ? _schemes : UsualSchemes];
        return names.Select(service.GetSection).FirstOrDefault(section => section.Exists());
    }

    private static IEnumerable<(string Path, string? Value)> Values(IConfigurationSection section)
    {
        if (section.Value is { } value)
        {
            yield return (section.Path, value);
        }

        foreach (var item in section.GetChildren())
        {
            if (!int.TryParse(item.Key, CultureInfo.InvariantCulture, out _))
            {
                throw new KeyNotFoundException($"The endpoint configuration section '{section.Path}' must be a list, but has the key '{item.Key}'.");
            }

            yield return (item.Path, item.Value);
        }
    }

    private ServiceEndpoint Parse((string Path, string? Value) item)
    {
        if (!ServiceEndpoint.TryParse(item.Value, out var endpoint))
        {
            throw new InvalidOperationException($"The value '{item.Value}' of '{item.Path}' is no endpoint.");
        }

        if (options.ShouldApplyHostNameMetadata(endpoint))
        {
            endpoint.Features.Set<IHostNameFeature>(new HostNameFeature(query.ServiceName));
        }

        return endpoint;
    }

    // https+http takes all of https or all of http, never a mixture. An endpoint without a scheme takes that of the request.
    private IEnumerable<ServiceEndpoint> OfBestScheme(List<ServiceEndpoint> endpoints)
    {
        if (_schemes.Count == 0 && discovery.AllowAllSchemes)
        {
            return endpoints;
        }

        var best = _schemes.FirstOrDefault(scheme => endpoints.Exists(endpoint => SchemeOf(endpoint) == scheme));
        return endpoints.Where(endpoint => SchemeOf(endpoint) is not { } scheme || scheme == best);
    }

    private static string? SchemeOf(ServiceEndpoint endpoint) => (endpoint.EndPoint as UriEndPoint)?.Uri.Scheme;
}
