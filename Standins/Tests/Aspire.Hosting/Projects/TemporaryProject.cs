namespace Standins.Tests.Aspire.Hosting;

/// <summary>A project on disk that has settings, but is never built.</summary>
internal sealed class TemporaryProject : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("project-").FullName;

    public TemporaryProject(string? launchSettings = null, string? appSettings = null)
    {
        File.WriteAllText(Path, "<Project />");
        if (launchSettings is not null)
        {
            Directory.CreateDirectory(System.IO.Path.Combine(_folder, "Properties"));
            File.WriteAllText(System.IO.Path.Combine(_folder, "Properties", "launchSettings.json"), launchSettings);
        }
        if (appSettings is not null)
        {
            File.WriteAllText(System.IO.Path.Combine(_folder, "appsettings.json"), appSettings);
        }
    }

    public string Path => System.IO.Path.Combine(_folder, "Some.csproj");

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
