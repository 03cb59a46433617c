namespace Aspire.Hosting.Projects;

/// <summary>A project that is named by its path alone, and so is not built with the AppHost.</summary>
internal sealed class ProjectPathMetadata(string projectPath) : IProjectMetadata
{
    public string ProjectPath { get; } = projectPath;
}
