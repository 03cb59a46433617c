using System.Text.Json;

namespace Aspire.Hosting.Projects;

/// <summary>Reads a project's Properties/launchSettings.json, and chooses a profile of it.</summary>
internal static class LaunchProfileFile
{
    private static readonly JsonSerializerOptions Lenient = new() { AllowTrailingCommas = true, ReadCommentHandling = JsonCommentHandling.Skip };

    public static LaunchSettings? Read(string projectPath)
    {
        var folder = Directory.Exists(projectPath) ? projectPath : Path.GetDirectoryName(projectPath)!;
        var path = Path.Combine(folder, "Properties", "launchSettings.json");
        if (!File.Exists(path))
        {
            return null;
        }
        try
        {
            using var stream = File.OpenRead(path);
            return JsonSerializer.Deserialize<LaunchSettings>(stream, Lenient);
        }
        catch (JsonException exception)
        {
            throw new DistributedApplicationException($"The launch settings '{path}' cannot be read: {exception.Message}", exception);
        }
    }

    /// <returns>The profile of the given name; of the AppHost's own profile's name; or the first one that starts a program.</returns>
    public static (string Name, LaunchProfile Profile)? Choose(LaunchSettings? settings, string? explicitName, string? appHostProfileName, string projectPath)
    {
        if (explicitName is not null)
        {
            return settings?.Profiles.TryGetValue(explicitName, out var named) == true
                ? (explicitName, named)
                : throw new DistributedApplicationException($"Launch settings of '{projectPath}' do not contain a profile named '{explicitName}'.");
        }
        if (settings is null)
        {
            return null;
        }
        if (appHostProfileName is not null && settings.Profiles.TryGetValue(appHostProfileName, out var same))
        {
            return (appHostProfileName, same);
        }
        var first = settings.Profiles.FirstOrDefault(profile => StartsProgram(profile.Value));
        return first.Value is null ? null : (first.Key, first.Value);
    }

    private static bool StartsProgram(LaunchProfile profile) => string.IsNullOrEmpty(profile.CommandName) || profile.CommandName is "Project" or "Executable";
}
