using Npgsql;
using Shop.Contracts.Inventory.V1;
using Shop.ServiceDefaults.Messaging;

namespace Shop.Catalog;

/// <summary>
/// Keeps what Inventory tells of SKUs, the greatest revision of each, whatever order it comes in: one statement for all that is told
/// at once. Most of it changes nothing that Catalog shows; coming into stock and going out of it does: see <see cref="TurnStock"/>.
/// </summary>
internal sealed class KeepStock(NpgsqlDataSource dataSource, TurnStock turning) : IIdempotentBatchConsumer<StockChanged>
{
    // The same revision again tells what it turned again: the first time may have ended before that was shown.
    private const string KeepLatest = """
        -- keep stock
        WITH kept AS (
            INSERT INTO sku_stock (sku, in_stock, shown, revision)
            SELECT DISTINCT ON (sku) sku, in_stock, in_stock, revision
            FROM unnest($1::text[], $2::boolean[], $3::bigint[]) AS told (sku, in_stock, revision)
            ORDER BY sku, revision DESC
            ON CONFLICT (sku) DO UPDATE SET in_stock = excluded.in_stock, revision = excluded.revision
            WHERE excluded.revision >= sku_stock.revision
            RETURNING sku, in_stock <> shown AS turned
        )
        SELECT sku FROM kept WHERE turned
        """;

    public async Task ConsumeAsync(IReadOnlyList<StockChanged> messages, CancellationToken cancellationToken)
    {
        var turned = await KeepAsync(messages, cancellationToken);
        if (turned.Length > 0)
        {
            await turning.RunAsync(turned, cancellationToken);
        }
    }

    private async Task<string[]> KeepAsync(IReadOnlyList<StockChanged> messages, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(KeepLatest);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. messages.Select(message => message.Sku)] });
        command.Parameters.Add(new NpgsqlParameter<bool[]> { TypedValue = [.. messages.Select(message => message.AvailableQuantity > 0)] });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. messages.Select(message => message.Revision)] });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return [.. await CatalogStore.ReadAllAsync(reader, row => row.GetString(0), cancellationToken)];
    }
}
