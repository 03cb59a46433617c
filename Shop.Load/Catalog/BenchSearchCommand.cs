using System.CommandLine;
using System.Diagnostics;
using Shop.Contracts.Catalog.V1;
using Shop.Contracts.Types.V1;
using Shop.Load.Running;

namespace Shop.Load.Catalog;

/// <summary><c>search</c>: SearchProducts with all facets over a large catalog, and how much of it is spent in Postgres.</summary>
internal static class BenchSearchCommand
{
    private static readonly FacetKind[] Facets = [FacetKind.Category, FacetKind.Brand, FacetKind.Tag, FacetKind.Price, FacetKind.Attribute, FacetKind.Option];

    public static Command Create()
    {
        var data = CatalogAccess.DataOption();
        var products = new Option<int>("--products") { Description = "Over how many.", DefaultValueFactory = _ => 100_000 };
        var searches = new Option<int>("--searches") { Description = "How many of each kind.", DefaultValueFactory = _ => 100 };
        var command = new Command("search", "Measures SearchProducts with facets; needs a running shop's servers.") { data, products, searches };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await ExecuteAsync(parsed.GetValue(data)!, parsed.GetValue(products), parsed.GetValue(searches), Console.Out, cancellationToken);
            return 0;
        });
        return command;
    }

    private static async Task ExecuteAsync(string data, int products, int searches, TextWriter output, CancellationToken cancellationToken)
    {
        var servers = ServerAddresses.Of(data);
        await BenchDatabase.CreateAsync(servers, cancellationToken);
        await using var catalog = await BenchHost.CatalogAsync(servers, BenchDatabase.Name);
        await BenchDatabase.FillAsync(servers, products, output, cancellationToken);
        var sample = (await catalog.Client.ListProductsAsync(new ListProductsRequest { PageSize = 100 }, cancellationToken: cancellationToken)).Products;
        await output.WriteLineAsync($"search: over {products} products, {searches} of each kind, one after the other, all facets unless said otherwise");
        await output.WriteLineAsync("search: kind                      p50 ms   p99 ms   in Postgres   found");
        foreach (var (kind, make) in Kinds())
        {
            var random = new Random(1);
            var requests = Enumerable.Range(0, searches).Select(_ => make(sample[random.Next(sample.Count)])).ToList();
            await catalog.Client.SearchProductsAsync(requests[0], cancellationToken: cancellationToken);
            await output.WriteLineAsync(await MeasureAsync(catalog, kind, requests, cancellationToken));
        }
    }

    private static IEnumerable<(string Kind, Func<Product, SearchProductsRequest> Make)> Kinds() =>
    [
        ("two words", product => Of(string.Join(' ', product.Name.Split(' ').TakeLast(2)))),
        ("one word", product => Of(product.Attributes[0].Value)),
        ("two letters, no facets", product => new SearchProductsRequest { Query = product.Name[..2] }),
        ("two letters", product => Of(product.Name[..2])),
        ("misspelt word", product => Of(product.Name.Split(' ')[0].Remove(2, 1))),
        ("word and filters", product => Of(product.Attributes[0].Value, new ProductFilter { Brands = { product.Brand }, MaxPrice = new Money { CurrencyCode = "EUR", MinorUnits = 20000 } })),
        ("category and brand", product => Of("", new ProductFilter { CategoryIds = { product.CategoryIds[0] }, Brands = { product.Brand } })),
        ("category", product => Of("", new ProductFilter { CategoryIds = { product.CategoryIds[0] } })),
        ("everything", _ => Of("")),
        ("everything, no facets", _ => new SearchProductsRequest()),
    ];

    private static SearchProductsRequest Of(string query, ProductFilter? filter = null) => new() { Query = query, Filter = filter, Facets = { Facets } };

    private static async Task<string> MeasureAsync(BenchHost catalog, string kind, List<SearchProductsRequest> requests, CancellationToken cancellationToken)
    {
        using var postgres = new PostgresTime();
        var (times, found) = (new List<double>(), 0L);
        foreach (var request in requests)
        {
            var start = Stopwatch.GetTimestamp();
            found += (await catalog.Client.SearchProductsAsync(request, cancellationToken: cancellationToken)).TotalSize;
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        times.Sort();
        return $"search: {kind,-24} {times[times.Count / 2],7:0.0}  {times[times.Count * 99 / 100],7:0.0}   {postgres.Elapsed.TotalMilliseconds / times.Sum(),11:P0}   {found / requests.Count,5}";
    }
}
