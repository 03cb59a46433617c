using System.Globalization;

namespace Aspire.Hosting.Orchestration;

/// <summary>Finds out which program listens on a port, as far as this user may know.</summary>
internal static class PortOwner
{
    private const string Listening = "0A";

    public static string Describe(int port)
    {
        var inodes = new[] { "/proc/net/tcp", "/proc/net/tcp6" }.Where(File.Exists).SelectMany(table => Inodes(table, port)).ToHashSet(StringComparer.Ordinal);
        return inodes.Count > 0 && Find(inodes) is { } pid ? $"process {pid} ({NameOf(pid)})" : "another program";
    }

    private static IEnumerable<string> Inodes(string table, int port)
    {
        var suffix = ":" + port.ToString("X4", CultureInfo.InvariantCulture);
        foreach (var line in File.ReadLines(table).Skip(1))
        {
            var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields[1].EndsWith(suffix, StringComparison.Ordinal) && fields[3] == Listening)
            {
                yield return $"socket:[{fields[9]}]";
            }
        }
    }

    private static string? Find(HashSet<string> inodes) => Directory.EnumerateDirectories("/proc")
        .Select(Path.GetFileName)
        .Where(name => int.TryParse(name, out _))
        .FirstOrDefault(pid => Holds(pid!, inodes));

    private static bool Holds(string pid, HashSet<string> inodes)
    {
        try
        {
            return Directory.EnumerateFiles($"/proc/{pid}/fd").Any(fd => new FileInfo(fd).LinkTarget is { } target && inodes.Contains(target));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false; // It ended meanwhile, or belongs to somebody else.
        }
    }

    // Every .NET program is called dotnet; its first argument says which one it is.
    private static string NameOf(string pid)
    {
        try
        {
            var command = File.ReadAllText($"/proc/{pid}/cmdline").Split('\0', StringSplitOptions.RemoveEmptyEntries);
            var names = command.Take(2).Select(Path.GetFileName).ToArray();
            return names is ["dotnet", { } program] ? $"dotnet {program}" : names.FirstOrDefault() ?? "unknown";
        }
        catch (IOException)
        {
            return "ended meanwhile";
        }
    }
}
