using System.Reflection;
using Npgsql;
using Shop.Load.Running;
using Shop.Load.Verify;
using Shop.ServiceDefaults.Postgres;

namespace Shop.Tests.Integration.Verify;

/// <summary>The databases of a small shop in which everything is right, on servers of their own, so that tests can break them.</summary>
public sealed class VerifyServers : IAsyncLifetime
{
    private static readonly IReadOnlyDictionary<string, Assembly> Services = new Dictionary<string, Assembly>
    {
        [Databases.Catalog] = typeof(Shop.Catalog.CatalogStore).Assembly,
        [Databases.Identity] = typeof(Shop.Identity.IdentityGrpc).Assembly,
        [Databases.Inventory] = typeof(Shop.Inventory.InventoryStore).Assembly,
        [Databases.Order] = typeof(Shop.Orders.OrderStore).Assembly,
        [Databases.Payment] = typeof(Shop.Payments.PaymentStore).Assembly,
        [Databases.Provider] = typeof(Shop.PaymentProvider.ProviderStore).Assembly,
    };

    private ServerApp _app = null!;

    internal ServerAddresses Servers => new(_app.Postgres, _app.Broker);

    public async Task InitializeAsync()
    {
        _app = await ServerApp.StartAsync();
        foreach (var (database, service) in Services)
        {
            await ExecuteAsync("postgres", $"CREATE DATABASE {Whole(database)}");
            string[] migrations =
            [
                .. MigrationSet.Embedded("defaults", typeof(MigrationSet).Assembly).Migrations.Select(migration => migration.Sql),
                .. MigrationSet.Embedded("service", service).Migrations.Select(migration => migration.Sql),
            ];
            await ExecuteAsync(Whole(database), string.Join('\n', migrations) + SmallShop.Rows(database));
            await RestoreAsync(database);
        }
    }

    /// <summary>Runs statements in one of the databases.</summary>
    public async Task ExecuteAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Servers.Database(database)) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Makes a database what it was.</summary>
    public async Task RestoreAsync(string database)
    {
        await ExecuteAsync("postgres", $"DROP DATABASE IF EXISTS {database} WITH (FORCE)");
        await ExecuteAsync("postgres", $"CREATE DATABASE {database} TEMPLATE {Whole(database)}");
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    private static string Whole(string database) => $"whole_{database}";
}
