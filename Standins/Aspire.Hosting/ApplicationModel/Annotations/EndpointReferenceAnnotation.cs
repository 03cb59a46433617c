namespace Aspire.Hosting.ApplicationModel;

/// <summary>Which endpoints of another resource this one is given.</summary>
public sealed class EndpointReferenceAnnotation(IResourceWithEndpoints resource) : IResourceAnnotation
{
    public IResourceWithEndpoints Resource { get; } = resource;

    public bool UseAllEndpoints { get; set; }

    public HashSet<string> EndpointNames { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The name that the destination knows the resource by, if not its own.</summary>
    internal string? ServiceName { get; init; }
}
