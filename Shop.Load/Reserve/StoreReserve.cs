using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shop.Inventory;
using Shop.ServiceDefaults.Messaging;
using Shop.ServiceDefaults.Postgres;

namespace Shop.Load.Reserve;

/// <summary>Inventory's store in this process, a replica beside the one that runs: the batcher, the decisions and the SQL, without gRPC.</summary>
internal sealed class StoreReserve : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly ReserveBatcher _batcher;

    private readonly StockAnnouncer _announcer;

    private StoreReserve(ServiceProvider services) =>
        (_services, _batcher, _announcer) = (services, services.GetRequiredService<ReserveBatcher>(), services.GetRequiredService<StockAnnouncer>());

    public static async Task<StoreReserve> CreateAsync(string database, CancellationToken cancellationToken)
    {
        var services = new ServiceCollection();
        services.AddLogging().AddMetrics();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(_ => NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database) { MaxAutoPrepare = 64, AutoPrepareMinUsages = 2, NoResetOnClose = true }.ConnectionString));
        services.AddSingleton<RequestIds>();
        services.AddSingleton<Outbox>();
        services.AddInventory();
        var store = new StoreReserve(services.BuildServiceProvider());
        await store.FillAsync(cancellationToken);
        await store._batcher.StartAsync(cancellationToken);
        await store._announcer.StartAsync(cancellationToken);
        return store;
    }

    public Task Hot(int buyer) => BuyAsync(Goods.Hot);

    public Task Spread(int buyer) => BuyAsync(Goods.Any());

    public async ValueTask DisposeAsync()
    {
        await _batcher.StopAsync(CancellationToken.None);
        await _announcer.StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
    }

    private async Task BuyAsync(string sku)
    {
        var demand = new OrderDemand(Guid.NewGuid(), new(StringComparer.Ordinal) { [sku] = 1 }, TimeSpan.FromHours(1));
        if (await _batcher.ReserveAsync(demand, CancellationToken.None) is not ReserveOutcome.Held)
        {
            throw new InvalidOperationException($"{sku} was not reserved.");
        }
    }

    // By the ledger, as all stock comes.
    private async Task FillAsync(CancellationToken cancellationToken)
    {
        await using var command = _services.GetRequiredService<NpgsqlDataSource>().CreateCommand("""
            WITH ledger AS (
                INSERT INTO movement (sku, location_id, kind, on_hand_delta, reason, note) SELECT sku, 'main', 1, $2, 1, 'benchmark' FROM unnest($1) AS goods (sku)
            )
            INSERT INTO stock (sku, location_id, on_hand) SELECT sku, 'main', $2 FROM unnest($1) AS goods (sku)
            """);
        command.Parameters.Add(new() { Value = Goods.Spread.Append(Goods.Hot).ToArray() });
        command.Parameters.Add(new() { Value = Goods.Stock });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
