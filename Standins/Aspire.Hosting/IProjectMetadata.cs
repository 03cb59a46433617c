using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Where a project is; generated for every project that an AppHost references.</summary>
public interface IProjectMetadata : IResourceAnnotation
{
    string ProjectPath { get; }

    LaunchSettings? LaunchSettings => null;

    bool IsFileBasedApp => false;

    /// <summary>The project is built together with the AppHost.</summary>
    bool SuppressBuild => false;
}
