namespace Aspire.Hosting.Processes;

internal static class ProgramLookup
{
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>The full path of a program, or null. A bare name is looked up in <paramref name="searchPath"/>, by default the PATH.</summary>
    public static string? Find(string fileName, string workingDirectory = "/", string? searchPath = null)
    {
        if (fileName.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            return Executable(Path.GetFullPath(fileName, Path.GetFullPath(workingDirectory)));
        }
        return (searchPath ?? Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Executable(Path.Combine(folder, fileName)))
            .FirstOrDefault(found => found is not null);
    }

    private static string? Executable(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return new[] { path, path + ".exe", path + ".cmd" }.FirstOrDefault(candidate => Path.HasExtension(candidate) && File.Exists(candidate));
        }
        return File.Exists(path) && (File.GetUnixFileMode(path) & AnyExecute) != 0 ? path : null;
    }
}
