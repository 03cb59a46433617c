using Npgsql;

namespace Shop.Tests.Integration;

/// <summary>The servers that all tests of messaging and Postgres share; each test has databases and queues of its own on them.</summary>
public sealed class ShopServers : IAsyncLifetime
{
    public const string Collection = "servers";

    private ServerApp _app = null!;

    /// <summary>Connection string of RabbitMQ.</summary>
    public string Broker => _app.Broker;

    public async Task InitializeAsync() => _app = await ServerApp.StartAsync();

    public async Task DisposeAsync() => await _app.DisposeAsync();

    /// <summary>A new database; returns its connection string.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"test_{Guid.NewGuid():n}";
        await ExecuteAsync($"CREATE DATABASE {name}");
        return new NpgsqlConnectionStringBuilder(_app.Postgres) { Database = name }.ConnectionString;
    }

    public Task DropDatabaseAsync(string database) =>
        ExecuteAsync($"DROP DATABASE {new NpgsqlConnectionStringBuilder(database).Database} WITH (FORCE)");

    /// <inheritdoc cref="ServerApp.KillAsync"/>
    public Task KillAsync(string resource) => _app.KillAsync(resource);

    /// <inheritdoc cref="ServerApp.RestartAsync"/>
    public Task RestartAsync(string resource) => _app.RestartAsync(resource);

    /// <inheritdoc cref="ServerApp.PauseAsync"/>
    public Task PauseAsync(string resource) => _app.PauseAsync(resource);

    /// <inheritdoc cref="ServerApp.ContinueAsync"/>
    public Task ContinueAsync(string resource) => _app.ContinueAsync(resource);

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_app.Postgres) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
