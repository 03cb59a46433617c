using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Npgsql;
using Shop.ServiceDefaults.Postgres;

namespace Shop.Inventory;

/// <summary>
/// Fills an empty stock with what the shop opens with, from the same file as Catalog's products. Every piece comes through the
/// ledger, so that the sums are right from the first one on, and every SKU is told of.
/// </summary>
internal sealed partial class OpeningStock(NpgsqlDataSource dataSource, IOptions<InventoryOptions> options, ILogger<OpeningStock> logger) : IDatabaseSeed
{
    // Of what there is plenty of, a quarter lies at the second location.
    private const int Plenty = 20;

    // Two replicas that start at once: the second waits at the lock and then finds the stock filled.
    private const string Lock = "LOCK TABLE location IN SHARE ROW EXCLUSIVE MODE";

    private const string Fill = """
        -- initial stock
        WITH goods AS (
            SELECT sku, location_id, quantity FROM unnest($1, $2, $3) AS goods (sku, location_id, quantity)
            WHERE NOT EXISTS (SELECT FROM movement)
        ), ledger AS (
            INSERT INTO movement (sku, location_id, kind, on_hand_delta, reason, note)
            SELECT sku, location_id, 1, quantity, 1, 'opening stock' FROM goods WHERE quantity > 0
        ), event AS (
            INSERT INTO outbox (id, type, payload, occur_time)
            SELECT event_id(now()), 'shop.inventory.v1.StockChanged', stock_changed(sku, sum(quantity), 0, count(*), now()), now() FROM goods GROUP BY sku
        )
        INSERT INTO stock (sku, location_id, on_hand) SELECT sku, location_id, quantity FROM goods
        RETURNING sku
        """;

    public async Task SeedAsync(CancellationToken cancellationToken)
    {
        var second = options.Value.Locations.OrderBy(location => location.Priority).FirstOrDefault(location => location.Id != RequestRules.DefaultLocation)?.Id;
        var goods = (await ReadGoodsAsync(cancellationToken)).SelectMany(good => Spread(good.Sku, good.Stock, second)).ToList();
        await using var transaction = new BatchedTransaction(dataSource);
        transaction.Batch.Append(Lock);
        transaction.Batch.Append(
            Fill,
            goods.ConvertAll(good => good.Sku).ToArray(),
            goods.ConvertAll(good => good.LocationId).ToArray(),
            goods.ConvertAll(good => good.Quantity).ToArray());
        var filled = 0;
        await using (var reader = await transaction.ReadAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                filled++;
            }
        }

        await transaction.CommitAsync(cancellationToken);
        if (filled > 0)
        {
            LogFilled(filled);
        }
    }

    /// <summary>Where the pieces of a SKU lie at first.</summary>
    public static IEnumerable<AllocatedLine> Spread(string sku, int quantity, string? secondLocation)
    {
        var elsewhere = secondLocation is null || quantity < Plenty ? 0 : quantity / 4;
        yield return new AllocatedLine(sku, RequestRules.DefaultLocation, quantity - elsewhere);
        if (elsewhere > 0)
        {
            yield return new AllocatedLine(sku, secondLocation!, elsewhere);
        }
    }

    private static async Task<List<(string Sku, int Stock)>> ReadGoodsAsync(CancellationToken cancellationToken)
    {
        await using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("products.json")
            ?? throw new InvalidOperationException("products.json is missing in the assembly.");
        using var document = await JsonDocument.ParseAsync(stream, cancellationToken: cancellationToken);
        return
        [
            .. document.RootElement.GetProperty("products").EnumerateArray()
                .SelectMany(product => product.GetProperty("variants").EnumerateArray())
                .Select(variant => (variant.GetProperty("sku").GetString()!, variant.GetProperty("stock").GetInt32())),
        ];
    }

    [LoggerMessage(LogLevel.Information, "The shop opens with {Count} entries of stock")]
    private partial void LogFilled(int count);
}
