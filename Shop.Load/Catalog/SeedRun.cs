using Npgsql;
using Shop.Catalog;
using Shop.Contracts.Catalog.V1;

namespace Shop.Load.Catalog;

/// <summary>Generates products and copies them in, so many at a time.</summary>
internal static class SeedRun
{
    private const int AtOnce = 5_000;
    private const int Writers = 2;

    public static async Task ExecuteAsync(NpgsqlDataSource catalog, int count, TextWriter output, CancellationToken cancellationToken)
    {
        var categories = await CategoriesAsync(catalog, cancellationToken);
        // What is there already decides what comes next, so that a second seed adds others.
        var generator = new ProductGenerator(categories, seed: await CountAsync(catalog, cancellationToken) + 1);
        var progress = new SeedProgress(output);
        var chunks = generator.Generate(count).Chunk(AtOnce).GetEnumerator();
        if (chunks.MoveNext())
        {
            // What most of them have in common, words and facets, is there after the first: the others need not wait for each other.
            await CopyAsync(catalog, chunks.Current, progress, cancellationToken);
            // Without figures of the tables Postgres looks for the next ones' facets row by row.
            await AnalyzeAsync(catalog, cancellationToken);
            var options = new ParallelOptions { MaxDegreeOfParallelism = Writers, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(Rest(chunks), options, async (chunk, token) => await CopyAsync(catalog, chunk, progress, token));
        }

        await AnalyzeAsync(catalog, cancellationToken);
    }

    private static async Task AnalyzeAsync(NpgsqlDataSource catalog, CancellationToken cancellationToken)
    {
        await using var analyze = catalog.CreateCommand("ANALYZE");
        analyze.CommandTimeout = 300;
        await analyze.ExecuteNonQueryAsync(cancellationToken);
    }

    private static IEnumerable<Product[]> Rest(IEnumerator<Product[]> chunks)
    {
        while (chunks.MoveNext())
        {
            yield return chunks.Current;
        }
    }

    private static async Task CopyAsync(NpgsqlDataSource catalog, Product[] chunk, SeedProgress progress, CancellationToken cancellationToken)
    {
        foreach (var product in chunk)
        {
            product.ProductId = Guid.CreateVersion7(product.CreateTime.ToDateTimeOffset()).ToString();
        }

        await CatalogCopy.WriteAsync(catalog, chunk, cancellationToken);
        progress.Add(chunk);
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
