using System.CommandLine;
using Npgsql;
using Shop.Load.Running;

namespace Shop.Load.Catalog;

/// <summary><c>seed</c>: a large catalog, quickly.</summary>
internal static class SeedCommand
{
    public static Command Create()
    {
        var data = CatalogAccess.DataOption();
        var products = new Option<int>("--products") { Description = "How many.", DefaultValueFactory = _ => 100_000 };
        var command = new Command("seed", "Puts generated products into the catalog of a running shop, by COPY. Nobody is told of them and none is in stock: for trying out.") { products, data };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var database = ServerAddresses.Of(parsed.GetValue(data)!).Database("catalogdb");
            await using var catalog = NpgsqlDataSource.Create(database);
            await SeedRun.ExecuteAsync(catalog, parsed.GetValue(products), Console.Out, cancellationToken);
            return 0;
        });
        return command;
    }
}
