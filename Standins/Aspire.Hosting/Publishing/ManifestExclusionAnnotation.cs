using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Publishing;

/// <summary>The resource exists only while the application runs here.</summary>
internal sealed class ManifestExclusionAnnotation : IResourceAnnotation
{
    public static ManifestExclusionAnnotation Instance { get; } = new();
}
