using Npgsql;
using Shop.Catalog;
using Shop.Load.Catalog;

namespace Shop.Tests.Integration.Catalog;

/// <summary>Servers for catalogs that tests fill themselves: the one of the whole shop is as it was seeded.</summary>
public sealed class CatalogServers : IAsyncLifetime
{
    public const string Collection = "catalog";

    /// <summary>How many products <see cref="FilledAsync"/> has.</summary>
    public const int FilledCount = 1200;

    private ServerApp _app = null!;
    private readonly Lazy<Task<CatalogHost>> _filled;
    private CatalogHost _shared = null!;

    public CatalogServers() => _filled = new Lazy<Task<CatalogHost>>(FillAsync);

    /// <summary>A catalog that the tests share: each looks at its own products only.</summary>
    internal CatalogHost Shared => _shared;

    public async Task InitializeAsync()
    {
        _app = await ServerApp.StartAsync();
        _shared = await NewAsync();
    }

    public async Task DisposeAsync()
    {
        if (_filled.IsValueCreated)
        {
            await (await _filled.Value).DisposeAsync();
        }

        await _shared.DisposeAsync();
        await _app.DisposeAsync();
    }

    /// <summary>A catalog of generated products that nobody changes, for those who count.</summary>
    internal Task<CatalogHost> FilledAsync() => _filled.Value;

    private async Task<CatalogHost> FillAsync()
    {
        var host = await NewAsync();
        var leaves = SeedFile.Read().Categories.Select(category => category.CategoryId).ToList();
        var products = new ProductGenerator(leaves).Generate(FilledCount).ToList();
        // Of every four products one is sold out, and one in a single variant.
        await SellOutAsync(host, [.. products.SelectMany((product, i) => product.Variants.Take(i % 4 == 0 ? product.Variants.Count : i % 4 == 1 ? 1 : 0)).Select(variant => variant.Sku)]);
        var outcome = await host.ImportAsync(products);
        outcome.CreatedCount.ShouldBe(FilledCount, outcome.Failures.FirstOrDefault()?.Message);
        return host;
    }

    private static async Task SellOutAsync(CatalogHost host, string[] skus)
    {
        await using var command = host.Database.CreateCommand("INSERT INTO sku_stock (sku, in_stock, shown, revision) SELECT sku, false, false, 1 FROM unnest($1) AS sku");
        command.Parameters.Add(new() { Value = skus });
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>A catalog of its own, with the seed's categories and no products.</summary>
    internal async Task<CatalogHost> NewAsync(TimeProvider? time = null)
    {
        var name = $"catalog_{Guid.NewGuid():n}";
        await using var server = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(_app.Postgres) { Pooling = false });
        await using var create = server.CreateCommand($"CREATE DATABASE {name}");
        await create.ExecuteNonQueryAsync();
        var database = new NpgsqlConnectionStringBuilder(_app.Postgres) { Database = name }.ConnectionString;
        var host = await CatalogHost.StartAsync(database, _app.Broker, name, time);
        await new CatalogStore(host.Database).SeedAsync(SeedFile.Read() with { Products = [] }, CancellationToken.None);
        return host;
    }

    /// <inheritdoc cref="ServerApp.KillAsync"/>
    internal Task KillAsync(string resource) => _app.KillAsync(resource);

    /// <inheritdoc cref="ServerApp.RestartAsync"/>
    internal Task RestartAsync(string resource) => _app.RestartAsync(resource);
}
