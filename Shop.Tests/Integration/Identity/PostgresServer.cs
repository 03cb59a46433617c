using Aspire.Hosting;
using Aspire.Hosting.Testing;
using Npgsql;

namespace Shop.Tests.Integration.Identities;

/// <summary>Postgres alone, shared by the tests of Identity; each has a database of its own.</summary>
public sealed class PostgresServer : IAsyncLifetime
{
    public const string Collection = "postgres";

    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(3);
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("shop-postgres-");
    private DistributedApplication _app = null!;
    private string _connection = "";

    public async Task InitializeAsync()
    {
        using var limit = new CancellationTokenSource(StartLimit);
#pragma warning disable CA1849 // What is proposed is for an AppHost with an entry point; this one has none.
        var builder = DistributedApplicationTestingBuilder.Create($"--DataVolumes:Root={_data.FullName}");
#pragma warning restore CA1849
        builder.AddPostgres("postgres").WithDataVolume();
        _app = await builder.BuildAsync(limit.Token);
        await _app.StartAsync(limit.Token);
        await _app.ResourceNotifications.WaitForResourceHealthyAsync("postgres", limit.Token);
        _connection = (await _app.GetConnectionStringAsync("postgres", limit.Token))!;
    }

    /// <summary>A new database; returns its connection string.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"test_{Guid.NewGuid():n}";
        await ExecuteAsync($"CREATE DATABASE {name}");
        return new NpgsqlConnectionStringBuilder(_connection) { Database = name }.ConnectionString;
    }

    public Task DropDatabaseAsync(string database) =>
        ExecuteAsync($"DROP DATABASE {new NpgsqlConnectionStringBuilder(database).Database} WITH (FORCE)");

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        _data.Delete(recursive: true);
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_connection) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
