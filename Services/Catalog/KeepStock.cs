using Npgsql;
using Shop.Contracts.Catalog.V1;
using Shop.Contracts.Inventory.V1;
using Shop.ServiceDefaults.Messaging;
using Shop.ServiceDefaults.Postgres;

namespace Shop.Catalog;

/// <summary>
/// Keeps what Inventory tells of a SKU, the greatest revision of it, whatever order it comes in. Most of it changes nothing that
/// Catalog shows; coming into stock and going out of it does, and is told on.
/// </summary>
internal sealed class KeepStock(NpgsqlDataSource dataSource, Outbox outbox, ProductCache cache) : IIdempotentConsumer<StockChanged>
{
    // The product first, as its writers do: then neither misses what the other does.
    private const string LockOwner = """
        SELECT product.product_id FROM product JOIN sku_owner USING (product_id) WHERE sku = $1 FOR UPDATE OF product
        """;

    private const string KeepLatest = """
        INSERT INTO sku_stock (sku, in_stock, revision)
        VALUES ($1, $2, $3)
        ON CONFLICT (sku) DO UPDATE SET in_stock = excluded.in_stock, revision = excluded.revision
        WHERE excluded.revision > sku_stock.revision
        """;

    private const string Turn = """
        UPDATE variant SET in_stock = sku_stock.in_stock
        FROM sku_stock
        WHERE variant.sku = $1 AND sku_stock.sku = $1 AND variant.in_stock <> sku_stock.in_stock
        RETURNING variant.product_id
        """;

    private const string TurnProduct = """
        UPDATE product_search SET in_stock = EXISTS (SELECT FROM variant WHERE variant.product_id = $1 AND variant.in_stock)
        WHERE product_id = $1
        """;

    public async Task ConsumeAsync(StockChanged message, MessageContext context, CancellationToken cancellationToken)
    {
        await using var transaction = new BatchedTransaction(dataSource);
        transaction.Batch.Append(LockOwner, message.Sku);
        transaction.Batch.Append(KeepLatest, message.Sku, new NpgsqlParameter<bool> { TypedValue = message.AvailableQuantity > 0 }, message.Revision);
        transaction.Batch.Append(Turn, message.Sku);
        var turned = await ReadTurnedAsync(transaction, cancellationToken);
        if (turned is { } productId)
        {
            transaction.Batch.Append(TurnProduct, productId);
            CatalogStore.AppendChange(transaction.Batch, productId, isActive: false);
            outbox.Append(transaction.Batch, new ProductStockChanged { ProductId = productId.ToString(), Skus = { message.Sku } });
        }

        await transaction.CommitAsync(cancellationToken);
        if (turned is { } changed)
        {
            outbox.Wake();
            cache.Forget(changed);
        }
    }

    private static async Task<Guid?> ReadTurnedAsync(BatchedTransaction transaction, CancellationToken cancellationToken)
    {
        await using var reader = await transaction.ReadAsync(cancellationToken);
        // The owner's row comes first, then that of the variant that turned.
        await reader.NextResultAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? reader.GetGuid(0) : null;
    }
}
