namespace Microsoft.Extensions.ServiceDiscovery;

public sealed class ConfigurationServiceEndpointProviderOptions
{
    /// <summary>The section that has a subsection a service. Default: "Services".</summary>
    public string SectionName { get; set; } = "Services";

    /// <summary>Whether requests to an endpoint state the service's name as their host. Default: for none.</summary>
    public Func<ServiceEndpoint, bool> ShouldApplyHostNameMetadata { get; set; } = _ => false;
}
