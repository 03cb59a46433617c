using System.CommandLine;
using System.Diagnostics;
using System.Security.Cryptography;
using Shop.Contracts.Catalog.V1;

namespace Shop.Load.Catalog;

/// <summary><c>import</c>: products from lines of JSON. What can't be taken is told with its line and field; the others are taken.</summary>
internal static class ImportCommand
{
    public static Command Create()
    {
        var (data, file) = (CatalogAccess.DataOption(), new Argument<string>("file") { Description = "Lines of JSON, a product each, as export writes them." });
        var command = new Command("import", "Makes or replaces products of a running shop, from lines of JSON.") { file, data };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var catalog = CatalogAccess.Of(parsed.GetValue(data)!);
            await using var lines = File.OpenRead(parsed.GetValue(file)!);
            var watch = Stopwatch.StartNew();
            var (response, failures) = await ReadAsync(catalog.Client, lines, cancellationToken);
            foreach (var failure in failures)
            {
                Console.WriteLine(failure);
            }

            var count = response.CreatedCount + response.UpdatedCount + response.UnchangedCount;
            Console.WriteLine($"import: {response.CreatedCount} made, {response.UpdatedCount} changed, {response.UnchangedCount} as they were, {failures.Count} not taken; {count / watch.Elapsed.TotalSeconds:0} a second");
            return failures.Count == 0 ? 0 : 1;
        });
        return command;
    }

    /// <summary>Sends the lines of a file. The same file is the same import: sent again, it changes nothing.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="file">The file, which is read twice.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What became of it, and what is wrong, in the order of the lines.</returns>
    public static async Task<(ImportProductsResponse Response, IReadOnlyList<ImportLineFailure> Failures)> ReadAsync(
        CatalogService.CatalogServiceClient catalog, Stream file, CancellationToken cancellationToken)
    {
        var requestId = new Guid((await SHA256.HashDataAsync(file, cancellationToken)).AsSpan(0, 16)).ToString();
        file.Position = 0;
        var failures = new List<ImportLineFailure>();
        var lines = new List<int>();
        using var call = catalog.ImportProducts(cancellationToken: cancellationToken);
        await foreach (var line in ImportLines.ReadAsync(file, cancellationToken))
        {
            if (line.Failure is { } failure)
            {
                failures.Add(failure);
            }
            else
            {
                await call.RequestStream.WriteAsync(new ImportProductsRequest { RequestId = requestId, Product = line.Product }, cancellationToken);
                lines.Add(line.Number);
            }
        }

        if (lines.Count == 0)
        {
            return (new ImportProductsResponse(), failures);
        }

        await call.RequestStream.CompleteAsync();
        var response = await call;
        failures.AddRange(response.Failures.Select(failure => new ImportLineFailure(lines[failure.Index], failure.Field, failure.Reason, failure.Message)));
        return (response, [.. failures.OrderBy(failure => failure.Line)]);
    }
}
