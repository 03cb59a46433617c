using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Shop.ServiceDefaults.Postgres;

/// <summary>The migrations of one owner, in order. Several sets live in a database, each with numbers of its own.</summary>
/// <param name="Name">The owner's name in the database; it must never change.</param>
/// <param name="Migrations">In the order of their versions.</param>
internal sealed partial record MigrationSet(string Name, IReadOnlyList<Migration> Migrations)
{
    /// <summary>The files <c>Migrations/0001_name.sql</c> that are embedded in an assembly.</summary>
    /// <exception cref="MigrationException">A number is missing or there twice.</exception>
    public static MigrationSet Embedded(string name, Assembly assembly)
    {
        var migrations = assembly.GetManifestResourceNames()
            .Select(resource => FileName().Match(resource))
            .Where(match => match.Success)
            .Select(match => new Migration(
                int.Parse(match.Groups["version"].ValueSpan, CultureInfo.InvariantCulture),
                match.Groups["name"].Value,
                Read(assembly, match.Value)));
        return Of(name, migrations);
    }

    /// <inheritdoc cref="Embedded"/>
    public static MigrationSet Of(string name, IEnumerable<Migration> migrations)
    {
        var ordered = migrations.OrderBy(migration => migration.Version).ToList();
        for (var i = 0; i < ordered.Count; i++)
        {
            if (ordered[i].Version != i + 1)
            {
                throw new MigrationException($"Migrations of {name}: expected number {i + 1:0000}, found {ordered[i].File}.");
            }
        }

        return new MigrationSet(name, ordered);
    }

    /// <summary>
    /// What is still to be applied. Versions later than ours are left alone: the database has seen a newer deployment, and every
    /// migration leaves a schema that the version before can work on.
    /// </summary>
    /// <exception cref="MigrationException">A file was changed after it had been applied, or one is missing in between.</exception>
    public IEnumerable<Migration> Pending(IReadOnlyDictionary<int, AppliedMigration> applied)
    {
        var last = applied.Keys.DefaultIfEmpty().Max();
        foreach (var migration in Migrations)
        {
            if (!applied.TryGetValue(migration.Version, out var before))
            {
                yield return migration.Version > last
                    ? migration
                    : throw new MigrationException($"{migration.File} of {Name} was never applied, but number {last:0000} was.");
            }
            else if (!before.Checksum.AsSpan().SequenceEqual(migration.Checksum))
            {
                throw new MigrationException(
                    $"{migration.File} of {Name} is not what was applied as {before.Name} at {before.ApplyTime:u}. "
                    + "Applied migrations are never changed: restore the file and put the change into a new one.");
            }
        }
    }

    private static string Read(Assembly assembly, string resource)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"^.*\.Migrations\.(?<version>\d{4})_(?<name>[a-z0-9_]+)\.sql$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FileName();
}
