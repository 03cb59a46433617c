using System.Globalization;
using Aspire.Hosting.Processes;

namespace Aspire.Hosting.Postgres;

/// <summary>The programs of one version of PostgreSQL.</summary>
/// <param name="Programs">Their folder.</param>
/// <param name="Major">Null when it is not known beforehand.</param>
internal sealed record PostgresInstallation(string Programs, int? Major)
{
    public string Server => Path.Combine(Programs, "postgres");

    public string InitDb => Path.Combine(Programs, "initdb");

    /// <summary>Whether the module that counts statements is there.</summary>
    public bool HasStatementStatistics => new[] { "../lib", "../lib/postgresql" }.Any(folder => File.Exists(Path.Combine(Programs, folder, "pg_stat_statements.so")));

    /// <param name="debianFolder">Where Debian and its kin keep each major version in a folder of its own.</param>
    /// <param name="searchPath">Where the programs are looked for elsewhere.</param>
    /// <returns>Newest first.</returns>
    public static IReadOnlyList<PostgresInstallation> FindAll(string debianFolder, string? searchPath)
    {
        PostgresInstallation[] versions = Directory.Exists(debianFolder)
            ? [.. Directory.EnumerateDirectories(debianFolder).Select(At).OfType<PostgresInstallation>().OrderByDescending(found => found.Major)]
            : [];
        return versions.Length == 0 && OnPath(searchPath) is { } other ? [other] : versions;
    }

    private static PostgresInstallation? At(string folder)
    {
        var programs = Path.Combine(folder, "bin");
        return int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var major) && IsComplete(programs) ? new PostgresInstallation(programs, major) : null;
    }

    private static PostgresInstallation? OnPath(string? searchPath)
    {
        if (ProgramLookup.Find("initdb", searchPath: searchPath) is not { } found)
        {
            return null;
        }
        var programs = Path.GetDirectoryName(File.ResolveLinkTarget(found, returnFinalTarget: true)?.FullName ?? found)!;
        return IsComplete(programs) ? new PostgresInstallation(programs, Major: null) : null;
    }

    private static bool IsComplete(string programs) =>
        ProgramLookup.Find(Path.Combine(programs, "initdb")) is not null && ProgramLookup.Find(Path.Combine(programs, "postgres")) is not null;
}
