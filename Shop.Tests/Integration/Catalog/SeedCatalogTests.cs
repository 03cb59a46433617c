using Aspire.Hosting.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Shop.Catalog;
using Shop.ServiceDefaults.Postgres;

namespace Shop.Tests.Integration.Catalog;

/// <summary>A new database is filled once, whoever comes first.</summary>
[Collection(ShopCollection.Name)]
public sealed class SeedCatalogTests(ShopFixture shop)
{
    [Fact]
    public async Task Seed_ByFourReplicasAtOnce_HappensOnce()
    {
        await using var database = await NewDatabaseAsync();
        var seed = SeedFile.Read();

        var filled = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => new CatalogStore(database).SeedAsync(seed, CancellationToken.None)));

        filled.Count(did => did).ShouldBe(1);
        (await CountAsync(database, "product")).ShouldBe(seed.Products.Count);
        (await CountAsync(database, "variant")).ShouldBe(seed.Products.Sum(product => product.Variants.Count));
    }

    [Fact]
    public async Task Seed_AfterEverythingWasDeleted_LeavesTheCatalogAlone()
    {
        await using var database = await NewDatabaseAsync();
        var store = new CatalogStore(database);
        (await store.SeedAsync(SeedFile.Read(), CancellationToken.None)).ShouldBeTrue();
        await using var command = database.CreateCommand("DELETE FROM product");
        await command.ExecuteNonQueryAsync();

        (await store.SeedAsync(SeedFile.Read(), CancellationToken.None)).ShouldBeFalse();
        (await CountAsync(database, "product")).ShouldBe(0);
        (await CountAsync(database, "category_listing")).ShouldBe(0);
    }

    private static async Task<long> CountAsync(NpgsqlDataSource database, string table)
    {
        await using var command = database.CreateCommand($"SELECT count(*) FROM {table}");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private async Task<NpgsqlDataSource> NewDatabaseAsync()
    {
        var name = $"seed_{Guid.NewGuid():N}";
        var server = await shop.DatabaseAsync("catalogdb");
        await using var create = server.CreateCommand($"CREATE DATABASE {name}");
        await create.ExecuteNonQueryAsync();
        var database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder((await shop.App.GetConnectionStringAsync("catalogdb"))!) { Database = name });
        await new Migrator(NullLogger<Migrator>.Instance).MigrateAsync(database, [MigrationSet.Embedded("catalogdb", typeof(CatalogStore).Assembly)], CancellationToken.None);
        return database;
    }
}
