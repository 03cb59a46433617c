using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Projects;

/// <summary>Where the program of a project was built. Projects that the AppHost references were built with it, in the same configuration.</summary>
internal sealed class ProjectOutput(Assembly? appHost)
{
    /// <summary>The assembly metadata that the AppHost's build writes for each project: this, then the project's path.</summary>
    public const string MetadataPrefix = "aspireprojectoutput:";

    private readonly Dictionary<string, string> _known = (appHost?.GetCustomAttributes<AssemblyMetadataAttribute>() ?? [])
        .Where(m => m.Key.StartsWith(MetadataPrefix, StringComparison.Ordinal) && m.Value is not null)
        .ToDictionary(m => m.Key[MetadataPrefix.Length..], m => m.Value!, StringComparer.Ordinal);

    public async Task<string> LocateAsync(IProjectMetadata project, ILogger logger, CancellationToken cancellationToken)
    {
        var path = _known.TryGetValue(project.ProjectPath, out var known) ? known : await BuildAsync(project, logger, cancellationToken);
        return File.Exists(path)
            ? path
            : throw new DistributedApplicationException($"The program '{path}' is missing. Build the AppHost first (dotnet build).");
    }

    private async Task<string> BuildAsync(IProjectMetadata project, ILogger logger, CancellationToken cancellationToken)
    {
        string[] arguments = [project.SuppressBuild ? "msbuild" : "build", project.ProjectPath, "-getProperty:TargetPath,OutputType", $"-p:Configuration={Configuration()}", "-nologo", "-nodeReuse:false"];
        using var process = Process.Start(new ProcessStartInfo(DotnetHost.Path, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(project.ProjectPath)!,
        })!;
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
        {
            foreach (var line in (output + await errors).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                logger.LogError("{Line}", line);
            }
            throw new DistributedApplicationException($"Building '{project.ProjectPath}' failed with exit code {process.ExitCode}.");
        }
        using var properties = JsonDocument.Parse(output[output.IndexOf('{', StringComparison.Ordinal)..]);
        return properties.RootElement.GetProperty("Properties").GetProperty("TargetPath").GetString()!;
    }

    private string Configuration() => appHost?.GetCustomAttribute<AssemblyConfigurationAttribute>()?.Configuration is { Length: > 0 } configuration ? configuration : "Debug";
}
