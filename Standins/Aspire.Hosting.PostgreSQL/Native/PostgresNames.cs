namespace Aspire.Hosting.Postgres;

internal static class PostgresNames
{
    /// <summary>The database that every server has.</summary>
    public const string MaintenanceDatabase = "postgres";

    public static string Quote(string identifier) => $"\"{identifier.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
