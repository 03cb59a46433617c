using System.Reflection;
using System.Text.Json;
using Npgsql;
using Shop.ServiceDefaults.Postgres;

namespace Shop.Inventory;

/// <summary>
/// Fills an empty stock with what the shop opens with, from the same file as Catalog's products. Every piece comes through the
/// ledger, so that the sums are right from the first one on.
/// </summary>
internal sealed partial class OpeningStock(NpgsqlDataSource dataSource, ILogger<OpeningStock> logger) : IDatabaseSeed
{
    // Two replicas that start at once: the second waits at the lock and then finds the stock filled.
    private const string Lock = "LOCK TABLE location IN SHARE ROW EXCLUSIVE MODE";

    private const string Fill = """
        -- initial stock
        WITH goods AS (
            SELECT sku, quantity FROM unnest($1, $2) AS goods (sku, quantity)
            WHERE NOT EXISTS (SELECT FROM movement)
        ), ledger AS (
            INSERT INTO movement (sku, location_id, kind, on_hand_delta, reason, note)
            SELECT sku, 'main', 1, quantity, 1, 'opening stock' FROM goods WHERE quantity > 0
        )
        INSERT INTO stock (sku, location_id, on_hand) SELECT sku, 'main', quantity FROM goods
        RETURNING sku
        """;

    public async Task SeedAsync(CancellationToken cancellationToken)
    {
        var goods = await ReadGoodsAsync(cancellationToken);
        await using var transaction = new BatchedTransaction(dataSource);
        transaction.Batch.Append(Lock);
        transaction.Batch.Append(Fill, goods.ConvertAll(good => good.Sku).ToArray(), goods.ConvertAll(good => good.Stock).ToArray());
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

    [LoggerMessage(LogLevel.Information, "The shop opens with {Count} SKUs in stock")]
    private partial void LogFilled(int count);
}
