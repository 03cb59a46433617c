using Npgsql;

namespace Shop.ServiceDefaults.Telemetry;

/// <summary>
/// The name of an SQL statement for its span: what the comment in its first line says. A batch is named by its first statement, and
/// how many more there are.
/// </summary>
internal static class StatementNames
{
    private const string Comment = "-- ";

    /// <returns>Null for a statement without a name; its span then has the driver's.</returns>
    public static string? Of(string statement)
    {
        var text = statement.AsSpan().TrimStart();
        if (!text.StartsWith(Comment, StringComparison.Ordinal))
        {
            return null;
        }

        text = text[Comment.Length..];
        var end = text.IndexOfAny('\r', '\n');
        return text[..(end < 0 ? text.Length : end)].Trim().ToString();
    }

    public static string? Of(NpgsqlBatch batch)
    {
        foreach (var command in batch.BatchCommands)
        {
            if (Of(command.CommandText) is { } name)
            {
                return batch.BatchCommands.Count > 1 ? $"{name} (+{batch.BatchCommands.Count - 1})" : name;
            }
        }

        return null;
    }
}
