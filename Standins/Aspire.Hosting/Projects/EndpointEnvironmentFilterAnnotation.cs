using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Projects;

/// <summary>Which endpoints the project is told to listen on.</summary>
internal sealed class EndpointEnvironmentFilterAnnotation(Func<EndpointAnnotation, bool> filter) : IResourceAnnotation
{
    public static bool Includes(IResource resource, EndpointAnnotation endpoint) =>
        resource.Annotations.OfType<EndpointEnvironmentFilterAnnotation>().All(a => a.Includes(endpoint));

    private bool Includes(EndpointAnnotation endpoint) => filter(endpoint);
}
