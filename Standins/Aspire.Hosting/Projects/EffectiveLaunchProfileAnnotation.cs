using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Projects;

internal sealed class EffectiveLaunchProfileAnnotation(string name, LaunchProfile profile) : IResourceAnnotation
{
    public string Name { get; } = name;

    public LaunchProfile Profile { get; } = profile;
}
