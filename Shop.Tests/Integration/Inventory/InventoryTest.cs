using Grpc.Core;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Shop.Contracts.Inventory.V1;
using Shop.Inventory;
using Shop.ServiceDefaults.Grpc;
using Shop.ServiceDefaults.Postgres;

namespace Shop.Tests.Integration.Inventory;

/// <summary>An inventory of its own on the shared servers, with as many replicas as the test wants, and nothing in stock.</summary>
public abstract class InventoryTest(ShopServers servers) : IAsyncLifetime
{
    private readonly List<InventoryReplica> _replicas = [];
    private NpgsqlDataSource _store = null!;

    private protected static CancellationToken Token => new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token;

    private protected string Database { get; private set; } = "";

    private protected InventoryReplica Replica => _replicas[0];

    public virtual async Task InitializeAsync()
    {
        Database = await servers.CreateDatabaseAsync();
        _store = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(Database) { NoResetOnClose = true }.ConnectionString);
        await new Migrator(NullLogger<Migrator>.Instance).MigrateAsync(
            _store, [MigrationSet.Embedded("shop", typeof(Migrator).Assembly), MigrationSet.Embedded("inventorydb", typeof(InventoryStore).Assembly)], Token);
        await ExecuteAsync("INSERT INTO location (location_id, priority) VALUES ('depot', 2) ON CONFLICT DO NOTHING");
        await StartReplicaAsync();
    }

    public virtual async Task DisposeAsync()
    {
        foreach (var replica in _replicas)
        {
            await replica.DisposeAsync();
        }

        await _store.DisposeAsync();
        await servers.DropDatabaseAsync(Database);
    }

    private protected async Task<InventoryReplica> StartReplicaAsync()
    {
        var replica = await InventoryReplica.StartAsync(Database);
        _replicas.Add(replica);
        return replica;
    }

    /// <summary>Puts pieces on the shelf, as an administrator does.</summary>
    private protected Task<Stock> StockAsync(string sku, int quantity, string locationId = "main") =>
        AdjustAsync(new AdjustStockRequest { RequestId = NewId(), Sku = sku, LocationId = locationId, CountedQuantity = quantity, Reason = AdjustmentReason.Counted });

    private protected Task<Stock> AdjustAsync(AdjustStockRequest request, string actor = "admin-1") => Replica.Adjuster.AdjustAsync(
        RequestKey.Of("AdjustStock", actor, request.RequestId, request), RequestRules.Adjustment(request, actor), Token);

    /// <summary>An order of its own.</summary>
    private protected Task<ReserveOutcome> ReserveAsync(params (string Sku, int Quantity)[] lines) => Replica.Batcher.ReserveAsync(Demand(Guid.CreateVersion7(), lines), Token);

    private protected async Task<StockTotals> TotalsAsync(string sku) => (await Replica.Store.GetStockAsync([sku], Token)).ShouldHaveSingleItem();

    /// <summary>What must hold whatever happened: the ledger adds up to the stock, per location, and nothing is negative.</summary>
    private protected async Task ShouldReconcileAsync() => (await ScalarAsync<long>("""
        SELECT count(*)
        FROM (SELECT sku, location_id, sum(on_hand_delta) AS on_hand, sum(reserved_delta) AS reserved FROM movement GROUP BY sku, location_id) ledger
        FULL JOIN stock USING (sku, location_id)
        WHERE coalesce(ledger.on_hand, 0) IS DISTINCT FROM stock.on_hand OR coalesce(ledger.reserved, 0) IS DISTINCT FROM stock.reserved
           OR stock.reserved < 0 OR stock.reserved > stock.on_hand
        """)).ShouldBe(0, "SKUs at locations whose ledger is not their stock");

    /// <summary>What is told when all that is to be told has been.</summary>
    private protected async Task<List<StockChanged>> EventsAsync(string sku)
    {
        await Replica.Announcer.AnnounceAsync(Token);
        return await ToldAsync(sku);
    }

    /// <summary>What has been told of a SKU, in the order in which it happened.</summary>
    private protected async Task<List<StockChanged>> ToldAsync(string sku) =>
        [.. (await ColumnAsync<byte[]>("SELECT payload FROM outbox WHERE type = 'shop.inventory.v1.StockChanged'")).Select(StockChanged.Parser.ParseFrom)
            .Where(change => change.Sku == sku).OrderBy(change => change.Revision)];

    private protected async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = _store.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync(Token))!;
    }

    private protected async Task<List<T>> ColumnAsync<T>(string sql)
    {
        await using var command = _store.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(Token);
        var values = new List<T>();
        while (await reader.ReadAsync(Token))
        {
            values.Add(await reader.GetFieldValueAsync<T>(0, Token));
        }

        return values;
    }

    private protected async Task ExecuteAsync(string sql)
    {
        await using var command = _store.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Token);
    }

    private protected static async Task<RpcException> ShouldBeRefusedAsync(Task call, StatusCode code, string reason)
    {
        var exception = await Should.ThrowAsync<RpcException>(call);
        exception.StatusCode.ShouldBe(code, exception.Status.Detail);
        ShopErrors.ReasonOf(exception).ShouldBe(reason);
        return exception;
    }

    private protected static OrderDemand Demand(Guid orderId, params (string Sku, int Quantity)[] lines) =>
        new(orderId, new(lines.ToDictionary(line => line.Sku, line => line.Quantity), StringComparer.Ordinal), TimeSpan.FromMinutes(10));

    private protected static string NewId() => Guid.CreateVersion7().ToString();
}
