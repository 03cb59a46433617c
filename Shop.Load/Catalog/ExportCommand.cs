using System.CommandLine;
using System.Diagnostics;
using Google.Protobuf;
using Grpc.Core;
using Shop.Contracts.Catalog.V1;

namespace Shop.Load.Catalog;

/// <summary><c>export</c>: everything that is sold, as lines of JSON that <c>import</c> takes.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var (data, file) = (CatalogAccess.DataOption(), new Argument<string>("file") { Description = "Where to write, - for the console." });
        var command = new Command("export", "Writes all products of a running shop as lines of JSON.") { file, data };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var catalog = CatalogAccess.Of(parsed.GetValue(data)!);
            var name = parsed.GetValue(file)!;
            await using var output = name == "-" ? Console.Out : new StreamWriter(name);
            var watch = Stopwatch.StartNew();
            var count = await WriteAsync(catalog.Client, output, cancellationToken);
            await Console.Error.WriteLineAsync($"export: {count} products, {count / watch.Elapsed.TotalSeconds:0} a second");
            return 0;
        });
        return command;
    }

    /// <summary>Writes a line for each product.</summary>
    /// <returns>How many.</returns>
    public static async Task<int> WriteAsync(CatalogService.CatalogServiceClient catalog, TextWriter output, CancellationToken cancellationToken)
    {
        using var call = catalog.ExportProducts(new ExportProductsRequest(), cancellationToken: cancellationToken);
        var count = 0;
        await foreach (var answer in call.ResponseStream.ReadAllAsync(cancellationToken))
        {
            await output.WriteLineAsync(JsonFormatter.Default.Format(answer.Product));
            count++;
        }

        return count;
    }
}
