using Npgsql;
using Shop.Load.Journals;

namespace Shop.Load.Verify;

/// <summary>The shop's data as it was at one moment in each database, to be read and nothing else.</summary>
internal sealed class ShopSnapshot : IAsyncDisposable
{
    private const string Freeze = "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT 1";
    private readonly Dictionary<string, NpgsqlConnection> _connections = [];

    private ShopSnapshot(VerifyOptions options) => Options = options;

    public VerifyOptions Options { get; }

    /// <summary>What shoppers were told before the data was looked at.</summary>
    public IReadOnlyList<JournalEntry> Journal { get; private set; } = [];

    public static async Task<ShopSnapshot> TakeAsync(VerifyOptions options, CancellationToken cancellationToken)
    {
        var snapshot = new ShopSnapshot(options) { Journal = options.JournalFile is { } file ? Journals.Journal.Read(file) : [] };
        try
        {
            foreach (var database in Databases.All)
            {
                await snapshot.OpenAsync(database, cancellationToken);
            }

            return snapshot;
        }
        catch
        {
            await snapshot.DisposeAsync();
            throw;
        }
    }

    /// <summary>Whether the shop has this database: the one of the test provider is there where that provider is.</summary>
    public bool Has(string database) => _connections.ContainsKey(database);

    /// <summary>All rows of a query.</summary>
    public async Task<List<T>> ReadAsync<T>(string database, string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken, params object[] parameters)
    {
        if (!_connections.TryGetValue(database, out var connection))
        {
            throw new MissingDatabaseException(database);
        }

        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        }

        var rows = new List<T>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _connections.Values)
        {
            await connection.DisposeAsync();
        }
    }

    private async Task OpenAsync(string database, CancellationToken cancellationToken)
    {
        var login = new NpgsqlConnectionStringBuilder(Options.Servers.Database(database))
        {
            Pooling = false,
            ApplicationName = "verify",
            Options = "-c default_transaction_read_only=on",
        };
        var connection = new NpgsqlConnection(login.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            return;
        }

        _connections[database] = connection;
        await using var freeze = new NpgsqlCommand(Freeze, connection);
        await freeze.ExecuteNonQueryAsync(cancellationToken);
    }
}
