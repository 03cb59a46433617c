using Shop.Contracts.Inventory.V1;
using Shop.Tests.Integration.Payments;
using Shop.Tests.Unit.Gateway;
using Shop.Tests.Unit.ServiceDefaults.Loopback;

namespace Shop.Tests.Integration.Gateways;

/// <summary>Two replicas of Inventory, real processes, restarted one after the other while shoppers call through the gateway.</summary>
[Collection(ShopServers.Collection)]
public sealed class RollingRestartTests(ShopServers servers) : IAsyncLifetime
{
    private const int Shoppers = 8;
    private readonly string _name = $"inv-{Guid.NewGuid():n}"[..12];
    private readonly List<(ServiceProcess Process, Uri Address)> _replicas = [];
    private string _database = "";

    public async Task InitializeAsync()
    {
        _database = await servers.CreateDatabaseAsync();
        for (var i = 0; i < 2; i++)
        {
            var address = ServiceProcess.FreeAddress();
            _replicas.Add((NewReplica(address), address));
            await _replicas[i].Process.StartAsync();
        }
    }

    public async Task DisposeAsync()
    {
        _replicas.ForEach(replica => replica.Process.End());
        await servers.DropDatabaseAsync(_database);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Reads_EveryReplicaIsRestarted_NoneFails(bool gracefully)
    {
        await using var gateway = await RunningGateway.StartAsync([], [.. TestService.ReplicasOf("inventory", _replicas.Select(replica => replica.Address)), new("RateLimits:Enabled", "false")]);
        var client = new InventoryService.InventoryServiceClient(gateway.Channel("web"));
        using var closing = new CancellationTokenSource();
        var shopping = Enumerable.Range(0, Shoppers).Select(_ => Task.Run(async () =>
        {
            var calls = 0;
            while (!closing.IsCancellationRequested)
            {
                await client.BatchGetStockAsync(new BatchGetStockRequest { Skus = { "MUG" } }, deadline: DateTime.UtcNow + TestService.Patience);
                calls++;
            }

            return calls;
        })).ToList();

        foreach (var (process, _) in _replicas)
        {
            if (gracefully)
            {
                await process.StopAsync();
            }
            else
            {
                process.Kill();
            }

            await process.StartAsync();
        }

        await closing.CancelAsync();
        (await Task.WhenAll(shopping).WaitAsync(TestService.Patience)).ShouldAllBe(calls => calls > 0);
    }

    private ServiceProcess NewReplica(Uri address) => new(
        "Inventory",
        "Shop.Inventory",
        "probe",
        new Dictionary<string, Uri> { ["http"] = address, ["probe"] = ServiceProcess.FreeAddress() },
        new Dictionary<string, string>
        {
            ["ConnectionStrings__inventorydb"] = _database,
            ["ConnectionStrings__rabbitmq"] = servers.Broker,
            ["Messaging__Service"] = _name,
            ["Messaging__Exchange"] = $"{_name}-shop",
            ["Security__TokenKey"] = TestService.TokenKey,
        });
}
