using Npgsql;
using Shop.Catalog;
using Shop.Load.Running;

namespace Shop.Load.Catalog;

/// <summary>A catalog of its own on the servers of a running shop, filled when it is not yet.</summary>
internal static class BenchDatabase
{
    public const string Name = "catalogbench";

    /// <summary>Makes the database unless it is there.</summary>
    public static async Task CreateAsync(ServerAddresses servers, CancellationToken cancellationToken)
    {
        await using var server = NpgsqlDataSource.Create(servers.Database("postgres"));
        await using var find = server.CreateCommand("SELECT count(*) FROM pg_database WHERE datname = $1");
        find.Parameters.Add(new() { Value = Name });
        if (await find.ExecuteScalarAsync(cancellationToken) is 0L)
        {
            await using var create = server.CreateCommand($"CREATE DATABASE {Name}");
            await create.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    /// <summary>Fills the database, once it is migrated, up to so many products.</summary>
    public static async Task FillAsync(ServerAddresses servers, int products, TextWriter output, CancellationToken cancellationToken)
    {
        await using var catalog = NpgsqlDataSource.Create(servers.Database(Name));
        await new CatalogStore(catalog).SeedAsync(SeedFile.Read() with { Products = [] }, cancellationToken);
        await using var count = catalog.CreateCommand("SELECT count(*)::integer FROM product");
        var missing = products - (int)(await count.ExecuteScalarAsync(cancellationToken))!;
        if (missing > 0)
        {
            await SeedRun.ExecuteAsync(catalog, missing, output, cancellationToken);
        }
    }
}
