using System.CommandLine;
using System.Diagnostics;
using Shop.Contracts.Catalog.V1;
using Shop.Load.Running;

namespace Shop.Load.Catalog;

/// <summary><c>getproduct</c>: GetProduct from the cache, as a share of what a bare gRPC method does.</summary>
internal static class BenchProductCommand
{
    private const int Callers = 32;

    public static Command Create()
    {
        var data = CatalogAccess.DataOption();
        var rounds = new Option<int>("--rounds") { Description = "How often each is measured, in turns.", DefaultValueFactory = _ => 5 };
        var seconds = new Option<double>("--seconds") { Description = "How long each time.", DefaultValueFactory = _ => 3 };
        var command = new Command("getproduct", "Measures GetProduct (cached) against a bare gRPC method that answers the same message; needs a running shop's servers.") { data, rounds, seconds };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var share = await ExecuteAsync(parsed.GetValue(data)!, parsed.GetValue(rounds), TimeSpan.FromSeconds(parsed.GetValue(seconds)), Console.Out, cancellationToken);
            return share >= 0.7 ? 0 : 1;
        });
        return command;
    }

    private static async Task<double> ExecuteAsync(string data, int rounds, TimeSpan duration, TextWriter output, CancellationToken cancellationToken)
    {
        var servers = ServerAddresses.Of(data);
        await BenchDatabase.CreateAsync(servers, cancellationToken);
        await using var catalog = await BenchHost.CatalogAsync(servers, BenchDatabase.Name);
        await BenchDatabase.FillAsync(servers, 1000, output, cancellationToken);
        var product = (await catalog.Client.ListProductsAsync(new ListProductsRequest { PageSize = 1 }, cancellationToken: cancellationToken)).Products[0];
        await using var bare = await BenchHost.BareAsync(product);
        var request = new GetProductRequest { ProductId = product.ProductId };
        await output.WriteLineAsync($"getproduct: an answer of {product.CalculateSize()} bytes, {Callers} callers, {rounds} rounds of {duration.TotalSeconds:0.#} s each");

        await CountAsync(catalog, request, duration, cancellationToken);
        await CountAsync(bare, request, duration, cancellationToken);
        var shares = new List<double>();
        for (var i = 0; i < rounds; i++)
        {
            var limit = await CountAsync(bare, request, duration, cancellationToken);
            var own = await CountAsync(catalog, request, duration, cancellationToken);
            shares.Add(own / limit);
            await output.WriteLineAsync($"getproduct: bare {limit:0} a second, GetProduct {own:0} a second, {own / limit:P0}");
        }

        shares.Sort();
        await output.WriteLineAsync($"getproduct: {shares[shares.Count / 2]:P0} of a bare method in the middle round (goal: 70 %)");
        return shares[shares.Count / 2];
    }

    private static async Task<double> CountAsync(BenchHost host, GetProductRequest request, TimeSpan duration, CancellationToken cancellationToken)
    {
        var (watch, count) = (Stopwatch.StartNew(), 0);
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(async _ =>
        {
            while (watch.Elapsed < duration)
            {
                await host.Client.GetProductAsync(request, cancellationToken: cancellationToken);
                Interlocked.Increment(ref count);
            }
        }));
        return count / watch.Elapsed.TotalSeconds;
    }
}
