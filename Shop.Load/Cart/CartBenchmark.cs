using System.Globalization;
using System.Text.Json;
using Shop.Load.Bench;
using Shop.Load.Running;
using StackExchange.Redis;

namespace Shop.Load.Carts;

/// <summary>See <see cref="CartCommand"/>.</summary>
internal sealed class CartBenchmark(TimeSpan duration, int workers, int guests, TextWriter output)
{
    private const int Connections = 10;
    private const int Lines = 3;

    /// <summary>What AddItem reaches at least of the bare method.</summary>
    private const double Target = 0.6;

    /// <returns>The process's exit code: 0 when the target was reached.</returns>
    public async Task<int> ExecuteAsync(CancellationToken cancellationToken)
    {
        var data = Directory.CreateTempSubdirectory("shop-bench-cart-");
        try
        {
            return await MeasureInAsync(data.FullName, cancellationToken) ? 0 : 1;
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private async Task<bool> MeasureInAsync(string dataRoot, CancellationToken cancellationToken)
    {
        using var shop = AppHostProcess.Start(dataRoot, new Dictionary<string, string> { ["Logging__LogLevel__Default"] = "Warning" }, log: null, "--RateLimits:Enabled=false");
        try
        {
            await shop.WaitHealthyAsync(cancellationToken);
            return await MeasureAsync(shop, RedisOf(dataRoot));
        }
        finally
        {
            if (!shop.HasEnded)
            {
                await shop.StopAsync();
            }
        }
    }

    private async Task<bool> MeasureAsync(AppHostProcess shop, string redis)
    {
        var owners = new List<CartOwner>();
        for (var i = 0; i < guests; i++)
        {
            owners.Add(await CartOwner.ComeAsync(shop.Endpoint("gateway", "http"), Lines));
        }

        await using var bare = await BareProcess.StartAsync("bare-cart", BareCart.EnvironmentOf(redis, owners[0].Cart));
        using var service = new CartClients(shop.Endpoint("cart", "http"), Connections);
        using var limit = new CartClients(bare.Address, Connections);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"AddItem into {guests} carts of {Lines} lines, {workers} calls under way over {Connections} connections, answers of {owners[0].Cart.CalculateSize()} bytes"));

        var comparison = new Comparison(output);
        var (cart, all) = (shop.App()!.Replicas("cart").Single().Pid!.Value, shop.ProcessIds());
        Task<Throughput> Service() => Throughput.MeasureAsync(workers, duration, worker => service.AddAsync(worker, owners), new MeasuredProcesses(cart, [.. all.Where(id => id != cart)]));
        Task<Throughput> Bare() => Throughput.MeasureAsync(workers, duration, worker => limit.AddAsync(worker, owners), new MeasuredProcesses(bare.Id, all));
        var ratio = await comparison.RatioAsync("service", Service, "bare", Bare);

        await using var server = await ConnectionMultiplexer.ConnectAsync($"{redis},allowAdmin=true");
        async Task<Throughput> Policy(string policy)
        {
            await server.GetServers()[0].ConfigSetAsync("appendfsync", policy);
            return await Service();
        }

        await comparison.RatioAsync("always", () => Policy("always"), "everysec", () => Policy("everysec"));
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"cart: AddItem reaches {ratio:0.00} of the bare method; {Target:0.00} is asked for: {(ratio >= Target ? "reached" : "NOT reached")}"));
        return ratio >= Target;
    }

    private static string RedisOf(string dataRoot)
    {
        using var secrets = JsonDocument.Parse(File.ReadAllText(Path.Combine(dataRoot, "secrets.json")));
        var address = (RunningApp.Read(dataRoot) ?? throw new InvalidOperationException("The shop does not run.")).Endpoint("redis", "tcp");
        return string.Create(CultureInfo.InvariantCulture, $"{address.Host}:{address.Port},password={secrets.RootElement.GetProperty("Parameters:redis-password").GetString()}");
    }
}
