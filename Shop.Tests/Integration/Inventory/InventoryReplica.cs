using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shop.Inventory;
using Shop.ServiceDefaults.Messaging;
using Shop.ServiceDefaults.Postgres;

namespace Shop.Tests.Integration.Inventory;

/// <summary>One replica of Inventory without its endpoints: what the service is made of, with connections of its own.</summary>
internal sealed class InventoryReplica : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private InventoryReplica(ServiceProvider services)
    {
        _services = services;
        Sweeper = ActivatorUtilities.CreateInstance<ExpirySweeper>(services);
    }

    public InventoryStore Store => Get<InventoryStore>();

    public ReserveBatcher Batcher => Get<ReserveBatcher>();

    public CommitBatcher Commits => Get<CommitBatcher>();

    public ExpirySweeper Sweeper { get; }

    public StockWatchers Watchers => Get<StockWatchers>();

    public StockAnnouncer Announcer => Get<StockAnnouncer>();

    public StockAdjuster Adjuster => Get<StockAdjuster>();

    public MovementPages Movements => Get<MovementPages>();

    public static async Task<InventoryReplica> StartAsync(string database)
    {
        var services = new ServiceCollection();
        services.AddLogging().AddMetrics();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(
        [
            new("Security:TokenKey", "a key of the tests"),
            new("Inventory:Locations:0:Id", "main"),
            new("Inventory:WatchRefresh", "00:00:00.2"),
        ]).Build());
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(_ => NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database) { NoResetOnClose = true, MaxAutoPrepare = 128, AutoPrepareMinUsages = 2 }.ConnectionString));
        services.AddSingleton<RequestIds>();
        services.AddSingleton<Outbox>();
        services.AddInventory();
        var replica = new InventoryReplica(services.BuildServiceProvider());
        await replica.Batcher.StartAsync(CancellationToken.None);
        await replica.Commits.StartAsync(CancellationToken.None);
        await replica.Watchers.StartAsync(CancellationToken.None);
        return replica;
    }

    public T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        await Batcher.StopAsync(CancellationToken.None);
        await Commits.StopAsync(CancellationToken.None);
        await Watchers.StopAsync(CancellationToken.None);
        Sweeper.Dispose();
        await _services.DisposeAsync();
    }
}
