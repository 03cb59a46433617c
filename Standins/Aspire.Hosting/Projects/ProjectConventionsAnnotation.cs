using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Projects;

/// <param name="environmentName">Development, Production and so on.</param>
/// <param name="hasKestrelEndpoints">The project's settings name its endpoints, so that URLs are overridden one by one.</param>
internal sealed class ProjectConventionsAnnotation(string environmentName, bool hasKestrelEndpoints) : IResourceAnnotation
{
    public string EnvironmentName { get; } = environmentName;

    public bool HasKestrelEndpoints { get; } = hasKestrelEndpoints;
}
