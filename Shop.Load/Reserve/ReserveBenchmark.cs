using Shop.Load.Running;

namespace Shop.Load.Reserve;

/// <summary>
/// Reserve at the store and over gRPC, on one hot SKU and on a thousand, each against the plain way in the same round: what the machine
/// does besides slows both.
/// </summary>
internal static class ReserveBenchmark
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

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
            new("store", "one hot SKU", IsAgainstHot: true, Target: 10, store.Hot),
            new("gRPC", "one hot SKU", IsAgainstHot: true, Target: 5, grpc.Hot),
            new("store", $"{Goods.Count} SKUs", IsAgainstHot: false, Target: 1, store.Spread),
            new("gRPC", $"{Goods.Count} SKUs", IsAgainstHot: true, Target: 1, grpc.Spread),
        ];
        // What is compiled and prepared on the way is not what is compared.
        foreach (var buy in comparisons.Select(comparison => comparison.Buy).Prepend(plain.Hot))
        {
            await Crowd.RateAsync(PlainReserve.Connections, WarmUp, buy, cancellationToken);
        }

        for (var round = 1; round <= options.Runs; round++)
        {
            var rates = new PlainRates(
                await Crowd.RateAsync(PlainReserve.Connections, options.Duration, plain.Hot, cancellationToken),
                await Crowd.RateAsync(PlainReserve.Connections, options.Duration, plain.Spread, cancellationToken));
            foreach (var comparison in comparisons)
            {
                comparison.Note(await Crowd.RateAsync(options.Buyers, options.Duration, comparison.Buy, cancellationToken), rates);
                await output.WriteLineAsync($"reserve: round {round} of {options.Runs}, {comparison.Latest}");
            }
        }

        await output.WriteLineAsync($"reserve: Postgres has {await plain.DurabilityAsync(cancellationToken)}; {Environment.ProcessorCount} processors for servers and clients together");
        ReserveReport.Print(comparisons);
        return comparisons.All(comparison => comparison.IsReached) ? 0 : 1;
    }
}
