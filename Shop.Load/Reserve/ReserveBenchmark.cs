using Shop.Load.Running;

namespace Shop.Load.Reserve;

/// <summary>
/// Reserve at the store and over gRPC, on one hot SKU and on a thousand, each against the plain way in the same round: what the machine
/// does besides slows both.
/// </summary>
internal static class ReserveBenchmark
{
    /// <returns>The process's exit code: 0 when every promised ratio was reached.</returns>
    public static async Task<int> ExecuteAsync(ReserveOptions options, TextWriter output, CancellationToken cancellationToken)
    {
        await output.WriteLineAsync("reserve: starting a shop of its own");
        await using var shop = await OwnShop.StartAsync("reserve", cancellationToken);
        return await MeasureAsync(shop, options, output, cancellationToken);
    }

    private static async Task<int> MeasureAsync(OwnShop shop, ReserveOptions options, TextWriter output, CancellationToken cancellationToken)
    {
        var servers = shop.Servers;
        await using var plain = await PlainReserve.CreateAsync(servers, cancellationToken);
        await using var store = await StoreReserve.CreateAsync(servers.Database("inventorydb"), cancellationToken);
        using var grpc = GrpcReserve.Create(shop.AppHost.Endpoint("inventory", "http"), ShopSecrets.TokenKey(shop.DataRoot));
        Comparison[] comparisons =
        [
            new("store", "one hot SKU", Target: 10, plain.Hot, store.Hot),
            new("gRPC", "one hot SKU", Target: 5, plain.Hot, grpc.Hot),
            new("store", $"{Goods.Count} SKUs", Target: 1, plain.Spread, store.Spread),
            new("gRPC", $"{Goods.Count} SKUs", Target: 1, plain.Spread, grpc.Spread),
        ];
        for (var run = 1; run <= options.Runs; run++)
        {
            foreach (var comparison in comparisons)
            {
                await comparison.MeasureAsync(options, cancellationToken);
                await output.WriteLineAsync($"reserve: run {run} of {options.Runs}, {comparison.Latest}");
            }
        }

        await output.WriteLineAsync($"reserve: Postgres has {await plain.DurabilityAsync(cancellationToken)}; {Environment.ProcessorCount} processors for servers and clients together");
        ReserveReport.Print(comparisons);
        return comparisons.All(comparison => comparison.IsReached) ? 0 : 1;
    }
}
