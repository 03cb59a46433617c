using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Projects;

/// <summary>What a project's appsettings say about Kestrel.</summary>
internal sealed class KestrelSettings(IConfiguration kestrel)
{
    public static KestrelSettings Read(string projectPath, string environmentName)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(projectPath))!;
        try
        {
            return new KestrelSettings(new ConfigurationBuilder()
                .AddJsonFile(Path.Combine(folder, "appsettings.json"), optional: true)
                .AddJsonFile(Path.Combine(folder, $"appsettings.{environmentName}.json"), optional: true)
                .Build().GetSection("Kestrel"));
        }
        catch (InvalidDataException exception)
        {
            throw new DistributedApplicationException($"{exception.Message} {exception.InnerException?.Message}", exception);
        }
    }

    /// <summary>Whether endpoints that say nothing else speak HTTP/2 alone.</summary>
    public bool IsHttp2ByDefault => IsHttp2(kestrel["EndpointDefaults:Protocols"]);

    public IReadOnlyList<KestrelEndpoint> Endpoints =>
        [.. kestrel.GetSection("Endpoints").GetChildren().Where(endpoint => !string.IsNullOrEmpty(endpoint["Url"])).Select(Parse)];

    private KestrelEndpoint Parse(IConfigurationSection endpoint)
    {
        var address = BindingAddress.Parse(endpoint["Url"]!);
        var protocols = endpoint["Protocols"];
        // The section's name is the endpoint's, but Kestrel does not care about its case and names in URLs do.
        return new KestrelEndpoint(endpoint.Key, address.Scheme, address.Host, address.Port == 0 ? null : address.Port,
            protocols is null ? IsHttp2ByDefault : IsHttp2(protocols));
    }

    private static bool IsHttp2(string? protocols) => string.Equals(protocols, "Http2", StringComparison.OrdinalIgnoreCase);
}
