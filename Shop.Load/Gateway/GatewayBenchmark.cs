using System.Diagnostics;
using System.Globalization;
using Grpc.Net.Client;
using Grpc.Net.Client.Web;
using Shop.Contracts.Catalog.V1;
using Shop.Load.Bench;
using Shop.Load.Running;

namespace Shop.Load.Gateways;

/// <summary>
/// The same call at two doors, in turns in one run. All processes share the machine's cores with the callers, so that throughput tells what a
/// call costs in processor time over all of them; the time of a single call beside nobody tells what the way through costs. What the kernel
/// counts for the two processes says so even on a machine that is busy elsewhere.
/// </summary>
internal sealed class GatewayBenchmark(TimeSpan duration, int workers, TextWriter output)
{
    private const int Connections = 4;
    private const int LatencyRounds = 5;

    public async Task<int> ExecuteAsync(CancellationToken cancellationToken)
    {
        await output.WriteLineAsync("gateway: starting a shop of its own");
        await using var shop = await OwnShop.StartAsync("gateway", cancellationToken);
        using var direct = new Door(shop.AppHost.Endpoint("catalog", "http"), web: false);
        using var native = new Door(shop.AppHost.Endpoint("gateway", "grpc"), web: false);
        using var web = new Door(shop.AppHost.Endpoint("gateway", "http"), web: true);
        var product = (await direct.Client(0).ListProductsAsync(new ListProductsRequest { PageSize = 1 }, cancellationToken: cancellationToken)).Products[0];
        var request = new GetProductRequest { ProductId = product.ProductId };
        await output.WriteLineAsync($"gateway: GetProduct, an answer of {product.CalculateSize()} bytes, {workers} at once, then one");

        var comparison = new Comparison(output);
        foreach (var (name, door) in new[] { ("gateway", native), ("gateway, gRPC-Web", web) })
        {
            await comparison.RatioAsync(name, () => MeasureAsync(door, request, workers), "direct", () => MeasureAsync(direct, request, workers));
            var (alone, both) = (await CostAsync(shop.AppHost, () => MeasureAsync(direct, request, workers)), await CostAsync(shop.AppHost, () => MeasureAsync(door, request, workers)));
            await output.WriteLineAsync($"processor time of a call  direct: {alone}   {name}: {both}");
            await output.WriteLineAsync($"one at a time  {await LatencyAsync(name, () => MeasureAsync(door, request, 1), () => MeasureAsync(direct, request, 1))}");
        }

        return 0;
    }

    // In turns as well: what else the machine does falls on both.
    private static async Task<string> LatencyAsync(string name, Func<Task<Throughput>> through, Func<Task<Throughput>> straight)
    {
        var rounds = new List<(Throughput Straight, Throughput Through)>();
        for (var i = 0; i < LatencyRounds; i++)
        {
            rounds.Add((await straight(), await through()));
        }

        return string.Create(CultureInfo.InvariantCulture,
            $"p50 direct {MedianOf(round => round.Straight.Median.TotalMilliseconds):0.00} ms, {name} {MedianOf(round => round.Through.Median.TotalMilliseconds):0.00} ms; latency ratio p50 {MedianOf(round => round.Through.Median / round.Straight.Median):0.00}, p99 {MedianOf(round => round.Through.Percentile99 / round.Straight.Percentile99):0.00} (medians of {LatencyRounds})");

        double MedianOf(Func<(Throughput Straight, Throughput Through), double> figure) => rounds.Select(figure).Order().ElementAt(LatencyRounds / 2);
    }

    private static async Task<string> CostAsync(AppHostProcess shop, Func<Task<Throughput>> measure)
    {
        var (gateway, catalog) = (TimeOf(shop, "gateway"), TimeOf(shop, "catalog"));
        var watch = Stopwatch.StartNew();
        var calls = (await measure()).PerSecond * watch.Elapsed.TotalSeconds;
        return string.Create(CultureInfo.InvariantCulture, $"gateway {(TimeOf(shop, "gateway") - gateway).TotalMicroseconds / calls:0} us, catalog {(TimeOf(shop, "catalog") - catalog).TotalMicroseconds / calls:0} us");
    }

    private static TimeSpan TimeOf(AppHostProcess shop, string service)
    {
        using var process = Process.GetProcessById(shop.App()!.Replicas(service).First().Pid!.Value);
        return process.TotalProcessorTime;
    }

    private Task<Throughput> MeasureAsync(Door door, GetProductRequest request, int atOnce) =>
        Throughput.MeasureAsync(atOnce, duration, async worker => await door.Client(worker).GetProductAsync(request));

    /// <summary>A way to Catalog, over a few connections.</summary>
    private sealed class Door : IDisposable
    {
        private readonly GrpcChannel[] _channels;
        private readonly CatalogService.CatalogServiceClient[] _clients;

        public Door(Uri address, bool web)
        {
            _channels = [.. Enumerable.Range(0, Connections).Select(_ => web
                ? GrpcChannel.ForAddress(address, new GrpcChannelOptions { HttpHandler = new GrpcWebHandler(GrpcWebMode.GrpcWeb, new SocketsHttpHandler()), DisposeHttpClient = true })
                : GrpcChannel.ForAddress(address))];
            _clients = [.. _channels.Select(channel => new CatalogService.CatalogServiceClient(channel))];
        }

        public CatalogService.CatalogServiceClient Client(int worker) => _clients[worker % Connections];

        public void Dispose() => Array.ForEach(_channels, channel => channel.Dispose());
    }
}
