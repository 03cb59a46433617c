using Google.Protobuf;
using Npgsql;
using Shop.Contracts.Catalog.V1;
using Shop.ServiceDefaults.Messaging;
using Shop.ServiceDefaults.Postgres;

namespace Shop.Catalog;

/// <summary>Lets products show what has come into stock or gone out of it, and tells of it.</summary>
internal sealed class TurnStock(NpgsqlDataSource dataSource, Outbox outbox, ProductCache cache)
{
    // The products first, as their writers do: then neither misses what the other does.
    private const string LockOwners = """
        -- lock owners of stock
        SELECT product_id FROM product
        WHERE product_id = ANY (ARRAY(SELECT product_id FROM sku_owner WHERE sku = ANY ($1)))
        ORDER BY product_id
        FOR UPDATE
        """;

    private const string Turn = """
        -- turn stock
        WITH told AS MATERIALIZED (
            SELECT sku, in_stock FROM sku_stock WHERE sku = ANY ($1) AND in_stock <> shown ORDER BY sku FOR UPDATE
        ), shown AS (
            UPDATE sku_stock SET shown = told.in_stock FROM told WHERE sku_stock.sku = told.sku
        )
        UPDATE variant SET in_stock = told.in_stock
        FROM told
        WHERE variant.sku = told.sku AND variant.in_stock <> told.in_stock
        RETURNING variant.product_id, variant.sku
        """;

    private const string TurnProducts = """
        -- turn products
        UPDATE product_search
        SET in_stock = EXISTS (SELECT FROM variant WHERE variant.product_id = product_search.product_id AND variant.in_stock)
        WHERE product_id = ANY (ARRAY(SELECT product_id FROM product_search WHERE product_id = ANY ($1) ORDER BY product_id FOR UPDATE))
        """;

    /// <summary>Turns the SKUs that show something else than Inventory has told, if they still do.</summary>
    public async Task RunAsync(string[] skus, CancellationToken cancellationToken)
    {
        await using var transaction = new BatchedTransaction(dataSource);
        transaction.Batch.Append(LockOwners, skus);
        transaction.Batch.Append(Turn, skus);
        var turned = (await ReadTurnedAsync(transaction, cancellationToken)).ToLookup(variant => variant.ProductId, variant => variant.Sku);
        Guid[] productIds = [.. turned.Select(product => product.Key)];
        if (productIds.Length > 0)
        {
            transaction.Batch.Append(TurnProducts, productIds);
            CatalogStore.AppendChanges(transaction.Batch, productIds);
            outbox.Append(transaction.Batch, [.. turned.Select(Changed)]);
        }

        await transaction.CommitAsync(cancellationToken);
        if (productIds.Length > 0)
        {
            outbox.Wake();
            Array.ForEach(productIds, id => cache.Forget(id));
        }
    }

    private static async Task<List<(Guid ProductId, string Sku)>> ReadTurnedAsync(BatchedTransaction transaction, CancellationToken cancellationToken)
    {
        await using var reader = await transaction.ReadAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        return await CatalogStore.ReadAllAsync(reader, row => (row.GetGuid(0), row.GetString(1)), cancellationToken);
    }

    private static IMessage Changed(IGrouping<Guid, string> product) => new ProductStockChanged { ProductId = product.Key.ToString(), Skus = { product } };
}
