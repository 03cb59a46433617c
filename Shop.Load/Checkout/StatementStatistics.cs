using Npgsql;

namespace Shop.Load.Checkout;

/// <summary>
/// What the shop's databases have executed, by <c>pg_stat_statements</c>: every statement, those that begin and end transactions
/// included, but for the ones of this class, which are known by their comment.
/// </summary>
internal sealed class StatementStatistics : IAsyncDisposable
{
    private const string Comment = "/* counting */";

    // The test provider's: it stands for a company elsewhere, and its statements are none of the shop's.
    private const string Elsewhere = "providerdb";

    private const string Read = $"""
        {Comment} SELECT d.datname, s.query, s.calls
        FROM pg_stat_statements s
        JOIN pg_database d ON d.oid = s.dbid
        WHERE d.datname NOT IN ('postgres', 'template0', 'template1', '{Elsewhere}') AND s.query NOT LIKE '{Comment}%'
        """;

    private const string Written = $"""
        {Comment} SELECT coalesce(sum(s.rows), 0)::bigint
        FROM pg_stat_statements s
        JOIN pg_database d ON d.oid = s.dbid
        WHERE d.datname NOT IN ('postgres', 'template0', 'template1', '{Elsewhere}') AND s.query ~* '\m(insert|update|delete)\M'
        """;

    private readonly NpgsqlDataSource _server;

    private StatementStatistics(NpgsqlDataSource server) => _server = server;

    /// <summary>Connects to a server.</summary>
    /// <param name="server">Connection string of an administrator, without a database.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<StatementStatistics> OpenAsync(string server, CancellationToken cancellationToken)
    {
        var statistics = new StatementStatistics(NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(server) { Database = "postgres" }.ConnectionString));
        await using var command = statistics._server.CreateCommand($"{Comment} CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
        await command.ExecuteNonQueryAsync(cancellationToken);
        return statistics;
    }

    /// <summary>The calls of every statement until now.</summary>
    public async Task<Dictionary<Statement, long>> SnapshotAsync(CancellationToken cancellationToken)
    {
        await using var command = _server.CreateCommand(Read);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var calls = new Dictionary<Statement, long>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var statement = new Statement(reader.GetString(0), reader.GetString(1));
            calls[statement] = calls.GetValueOrDefault(statement) + reader.GetInt64(2);
        }

        return calls;
    }

    /// <summary>How many rows all statements that write have given or changed until now.</summary>
    public async Task<long> RowsWrittenAsync(CancellationToken cancellationToken)
    {
        await using var command = _server.CreateCommand(Written);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
