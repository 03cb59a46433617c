using System.Diagnostics;
using Npgsql;
using Shop.Catalog;

namespace Shop.Load.Catalog;

/// <summary>Generates products and copies them in, so many at a time.</summary>
internal static class SeedRun
{
    private const int AtOnce = 10_000;

    public static async Task ExecuteAsync(NpgsqlDataSource catalog, int count, TextWriter output, CancellationToken cancellationToken)
    {
        var categories = await CategoriesAsync(catalog, cancellationToken);
        // What is there already decides what comes next, so that a second seed adds others.
        var generator = new ProductGenerator(categories, seed: await CountAsync(catalog, cancellationToken) + 1);
        var (watch, copying, variants, done) = (Stopwatch.StartNew(), new Stopwatch(), 0, 0);
        foreach (var chunk in generator.Generate(count).Chunk(AtOnce))
        {
            foreach (var product in chunk)
            {
                product.ProductId = Guid.CreateVersion7(product.CreateTime.ToDateTimeOffset()).ToString();
                variants += product.Variants.Count;
            }

            copying.Start();
            await CatalogCopy.WriteAsync(catalog, chunk, cancellationToken);
            copying.Stop();
            done += chunk.Length;
            await output.WriteLineAsync($"seed: {done} products, {variants} variants, {(done + variants) / watch.Elapsed.TotalSeconds:0} rows a second ({done / watch.Elapsed.TotalSeconds:0} products), generated and copied; copying alone {(done + variants) / copying.Elapsed.TotalSeconds:0}");
        }

        await using var analyze = catalog.CreateCommand("ANALYZE");
        analyze.CommandTimeout = 300;
        await analyze.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<List<string>> CategoriesAsync(NpgsqlDataSource catalog, CancellationToken cancellationToken)
    {
        var tree = await new CatalogStore(catalog).ReadTreeAsync(cancellationToken);
        return [.. tree.Nodes.Where(node => !node.Category.HasChildren).Select(node => node.Category.CategoryId)];
    }

    private static async Task<int> CountAsync(NpgsqlDataSource catalog, CancellationToken cancellationToken)
    {
        await using var command = catalog.CreateCommand("SELECT count(*)::integer FROM product");
        return (int)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
