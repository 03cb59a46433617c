using System.Globalization;
using Grpc.Net.Client;
using Shop.Contracts.Catalog.V1;
using Shop.Load.Bench;
using Shop.Load.Running;

namespace Shop.Load.Catalog;

/// <summary>See <see cref="BenchProductCommand"/>.</summary>
internal sealed class ProductBenchmark(TimeSpan duration, int workers, TextWriter output)
{
    private const int Connections = 4;

    /// <summary>What GetProduct reaches at least of the bare method.</summary>
    private const double Target = 0.7;

    /// <returns>The process's exit code: 0 when the target was reached.</returns>
    public async Task<int> ExecuteAsync(CancellationToken cancellationToken)
    {
        await using var shop = await OwnShop.StartAsync("getproduct", cancellationToken);
        var (service, processes) = (shop.AppHost.App()!.Replicas("catalog").Single().Pid!.Value, shop.AppHost.ProcessIds());
        using var channels = new ChannelSet(shop.AppHost.Endpoint("catalog", "http"));
        var product = (await channels.Client(0).ListProductsAsync(new ListProductsRequest { PageSize = 1 }, cancellationToken: cancellationToken)).Products[0];
        await using var bare = await BareProcess.StartAsync("bare-product", PreparedCatalog.EnvironmentOf(product));
        using var bareChannels = new ChannelSet(bare.Address);
        await output.WriteLineAsync($"getproduct: an answer of {product.CalculateSize()} bytes, {workers} calls under way over {Connections} connections");

        var request = new GetProductRequest { ProductId = product.ProductId };
        Task<Throughput> MeasureAsync(ChannelSet set, MeasuredProcesses measured) =>
            Throughput.MeasureAsync(workers, duration, async worker => await set.Client(worker).GetProductAsync(request), measured);
        var ratio = await new Comparison(output).RatioAsync(
            "GetProduct", () => MeasureAsync(channels, new(service, [.. processes.Where(id => id != service)])),
            "bare", () => MeasureAsync(bareChannels, new(bare.Id, processes)));
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"getproduct: GetProduct reaches {ratio:0.00} of the bare method; {Target:0.00} is asked for: {(ratio >= Target ? "reached" : "NOT reached")}"));
        return ratio >= Target ? 0 : 1;
    }

    private sealed class ChannelSet(Uri address) : IDisposable
    {
        private readonly GrpcChannel[] _channels = [.. Enumerable.Range(0, Connections).Select(_ => GrpcChannel.ForAddress(address))];

        public CatalogService.CatalogServiceClient Client(int worker) => new(_channels[worker % Connections]);

        public void Dispose() => Array.ForEach(_channels, channel => channel.Dispose());
    }
}
