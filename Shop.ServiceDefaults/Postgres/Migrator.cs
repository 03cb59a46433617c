using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;

namespace Shop.ServiceDefaults.Postgres;

/// <summary>
/// Brings a database up to date. Replicas that start together take turns by an advisory lock of the session; every migration is
/// a transaction of its own, together with its row in <c>schema_migration</c>.
/// </summary>
internal sealed partial class Migrator(ILogger<Migrator> logger)
{
    // "shop" in ASCII: one lock a database, whoever migrates.
    private const string Lock = "SELECT pg_advisory_lock(1936224112)";

    private const string CreateTable = """
        CREATE TABLE IF NOT EXISTS schema_migration (
            set_name text NOT NULL,
            version integer NOT NULL,
            name text NOT NULL,
            checksum bytea NOT NULL,
            apply_time timestamptz NOT NULL DEFAULT now(),
            PRIMARY KEY (set_name, version)
        )
        """;

    private const string Select = "SELECT version, name, checksum, apply_time FROM schema_migration WHERE set_name = $1";

    private const string Insert = "INSERT INTO schema_migration (set_name, version, name, checksum) VALUES ($1, $2, $3, $4)";

    /// <summary>Applies what is pending.</summary>
    /// <exception cref="MigrationException">The migrations do not fit the database, or one failed; those before it stay applied.</exception>
    public async Task MigrateAsync(NpgsqlDataSource dataSource, IEnumerable<MigrationSet> sets, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        try
        {
            await ExecuteAsync(connection, Lock, cancellationToken);
            await ExecuteAsync(connection, CreateTable, cancellationToken);
            foreach (var set in sets)
            {
                await MigrateAsync(connection, set, cancellationToken);
            }
        }
        finally
        {
            // The lock is the session's: the connection must end, not go back to the pool with it.
            dataSource.Clear();
        }
    }

    private async Task MigrateAsync(NpgsqlConnection connection, MigrationSet set, CancellationToken cancellationToken)
    {
        var applied = await ReadAppliedAsync(connection, set, cancellationToken);
        foreach (var migration in set.Pending(applied).ToList())
        {
            try
            {
                await ApplyAsync(connection, set, migration, cancellationToken);
            }
            catch (PostgresException exception) when (!PostgresFailure.IsAway(exception))
            {
                throw new MigrationException($"{migration.File} of {set.Name} failed and left nothing behind: {exception.MessageText}", exception);
            }

            LogApplied(migration.File, set.Name);
        }

        var unknown = applied.Keys.Count(version => version > set.Migrations.Count);
        if (unknown > 0)
        {
            LogNewerDatabase(unknown, set.Name);
        }
    }

    private static async Task<Dictionary<int, AppliedMigration>> ReadAppliedAsync(
        NpgsqlConnection connection, MigrationSet set, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Select, connection) { Parameters = { new() { Value = set.Name } } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var applied = new Dictionary<int, AppliedMigration>();
        while (await reader.ReadAsync(cancellationToken))
        {
            applied[reader.GetInt32(0)] = new(reader.GetString(1), (byte[])reader[2], reader.GetDateTime(3));
        }

        return applied;
    }

    private static async Task ApplyAsync(
        NpgsqlConnection connection, MigrationSet set, Migration migration, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ExecuteAsync(connection, migration.Sql, cancellationToken);
        await using var insert = new NpgsqlCommand(Insert, connection)
        {
            Parameters =
            {
                new() { Value = set.Name },
                new() { Value = migration.Version },
                new() { Value = migration.Name },
                new() { Value = migration.Checksum, NpgsqlDbType = NpgsqlDbType.Bytea },
            },
        };
        await insert.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        // The lock and a large migration take as long as they take.
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Applied migration {File} of {Set}")]
    private partial void LogApplied(string file, string set);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database has {Count} later migrations of {Set} than this program knows; a newer deployment has been here")]
    private partial void LogNewerDatabase(int count, string set);
}
