using System.CommandLine;
using System.Diagnostics;
using System.Security.Cryptography;
using Google.Protobuf;
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
            var bytes = await File.ReadAllBytesAsync(parsed.GetValue(file)!, cancellationToken);
            var watch = Stopwatch.StartNew();
            var (response, failures) = await ReadAsync(catalog.Client, bytes, cancellationToken);
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
    /// <returns>What became of it, and what is wrong, in the order of the lines.</returns>
    public static async Task<(ImportProductsResponse Response, IReadOnlyList<ImportLineFailure> Failures)> ReadAsync(
        CatalogService.CatalogServiceClient catalog, byte[] file, CancellationToken cancellationToken)
    {
        var failures = new List<ImportLineFailure>();
        var lines = new List<int>();
        using var call = catalog.ImportProducts(cancellationToken: cancellationToken);
        using var reader = new StreamReader(new MemoryStream(file));
        var requestId = new Guid(SHA256.HashData(file).AsSpan(0, 16)).ToString();
        for (var line = 1; await reader.ReadLineAsync(cancellationToken) is { } text; line++)
        {
            if (string.IsNullOrWhiteSpace(text))
            {
                continue;
            }

            try
            {
                var product = JsonParser.Default.Parse<Product>(text);
                await call.RequestStream.WriteAsync(new ImportProductsRequest { RequestId = requestId, Product = product }, cancellationToken);
                lines.Add(line);
            }
            catch (Exception exception) when (exception is InvalidProtocolBufferException or InvalidJsonException)
            {
                failures.Add(new ImportLineFailure(line, "", "NOT_A_PRODUCT", exception.Message));
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
