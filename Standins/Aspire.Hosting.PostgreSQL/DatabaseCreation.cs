using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Aspire.Hosting.Postgres;

internal static class DatabaseCreation
{
    public static async Task CreateMissingAsync(PostgresServerResource server, ResourceReadyEvent ready, CancellationToken cancellationToken)
    {
        IResourceWithConnectionString named = server;
        var connectionString = await named.GetConnectionStringAsync(cancellationToken);
        await using var connection = new NpgsqlConnection($"{connectionString};Database={PostgresNames.MaintenanceDatabase};Pooling=false");
        await connection.OpenAsync(cancellationToken);
        var databases = ready.Services.GetRequiredService<DistributedApplicationModel>().Resources.OfType<PostgresDatabaseResource>();
        foreach (var database in databases.Where(database => database.Parent == server))
        {
            await CreateAsync(connection, database, cancellationToken);
        }
    }

    private static async Task CreateAsync(NpgsqlConnection connection, PostgresDatabaseResource database, CancellationToken cancellationToken)
    {
        var hasOwnScript = database.TryGetLastAnnotation<PostgresCreateDatabaseScriptAnnotation>(out var own);
        if (!hasOwnScript && await ExistsAsync(connection, database, cancellationToken))
        {
            return;
        }
        var script = hasOwnScript ? own!.Script : $"CREATE DATABASE {PostgresNames.Quote(database.DatabaseName)}";
        try
        {
            await using var command = new NpgsqlCommand(script, connection);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.DuplicateDatabase)
        {
            // The script runs at every start.
        }
        catch (PostgresException exception)
        {
            throw new DistributedApplicationException($"The database '{database.DatabaseName}' could not be created: {exception.MessageText}", exception);
        }
    }

    private static async Task<bool> ExistsAsync(NpgsqlConnection connection, PostgresDatabaseResource database, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT 1 FROM pg_database WHERE datname = $1", connection) { Parameters = { new() { Value = database.DatabaseName } } };
        return await command.ExecuteScalarAsync(cancellationToken) is not null;
    }
}
