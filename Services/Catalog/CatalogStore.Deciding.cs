using Npgsql;
using Shop.Contracts.Catalog.V1;
using Shop.ServiceDefaults.Postgres;

namespace Shop.Catalog;

/// <summary>What a writer has to know before it decides, read inside its transaction.</summary>
internal sealed partial class CatalogStore
{
    // Who lists a product reads what is above its categories: while it does, nobody moves one. Shared by the writers of products, and
    // before their locks: who moves a category waits for products with the tree in hand.
    private const string HoldCategories = "LOCK TABLE category IN ROW EXCLUSIVE MODE";

    // Locks come before what they guard is read: a statement that waits still sees the variants of before.
    private const string LockProducts = $"""
        SELECT product_id FROM product
        WHERE product_id = ANY ({NamedProducts})
        ORDER BY product_id
        FOR UPDATE
        """;

    private const string ReadProducts = $"""
        SELECT {ProductRow.Columns}
        FROM product
        {ProductRow.Variants}
        WHERE product.product_id = ANY ({NamedProducts})
        """;

    // As an array, so that the products are read by their key and not by a scan.
    private const string NamedProducts = """
        ARRAY(
            SELECT unnest($1::uuid[])
            UNION SELECT product_id FROM product WHERE slug = ANY ($2)
            UNION SELECT product_id FROM variant WHERE sku = ANY ($3))
        """;

    private const string ReadSlugs = "SELECT slug, product_id FROM product WHERE slug = ANY ($1)";

    private const string ReadSkuOwners = "SELECT sku, product_id FROM sku_owner WHERE sku = ANY ($1)";

    private const string ReadCategories = "SELECT category_id FROM category WHERE category_id = ANY ($1)";

    private const string FindProducts = $"""
        SELECT {ProductRow.Columns}
        FROM product
        {ProductRow.Variants}
        WHERE product.product_id = ANY ($1)
        """;

    /// <summary>Lets nobody move a category until the transaction is over. The first statement of who lists products.</summary>
    public static void AppendHoldCategories(NpgsqlBatch batch) => batch.Append(HoldCategories);

    /// <summary>Locks the products that are asked for, and reads them and whatever else has a say.</summary>
    public static async Task<Standing> ReadStandingAsync(BatchedTransaction transaction, StandingQuery query, CancellationToken cancellationToken)
    {
        AppendHoldCategories(transaction.Batch);
        transaction.Batch.Append(LockProducts, query.ProductIds, query.ProductSlugs, query.ProductSkus);
        transaction.Batch.Append(ReadProducts, query.ProductIds, query.ProductSlugs, query.ProductSkus);
        transaction.Batch.Append(ReadSlugs, query.Slugs);
        transaction.Batch.Append(ReadSkuOwners, query.Skus);
        transaction.Batch.Append(ReadCategories, query.CategoryIds);
        await using var reader = await transaction.ReadAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        var products = await ReadAllAsync(reader, ProductRow.Read, cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        var slugs = await ReadAllAsync(reader, row => (row.GetString(0), row.GetGuid(1)), cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        var owners = await ReadAllAsync(reader, row => (row.GetString(0), row.GetGuid(1)), cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        var categories = await ReadAllAsync(reader, row => row.GetGuid(0), cancellationToken);
        return new Standing(
            products,
            slugs.ToDictionary(pair => pair.Item1, pair => pair.Item2, StringComparer.Ordinal),
            owners.ToDictionary(pair => pair.Item1, pair => pair.Item2, StringComparer.Ordinal),
            categories.ToHashSet());
    }

    /// <summary>Runs what has been decided, makes the products be found as they are then, and reads them.</summary>
    public static async Task<IReadOnlyList<Product>> ReadBackAsync(BatchedTransaction transaction, Guid[] productIds, CancellationToken cancellationToken)
    {
        AppendIndex(transaction.Batch, productIds);
        transaction.Batch.Append(FindProducts, productIds);
        await using var reader = await transaction.ReadAsync(cancellationToken);
        // The two functions give a row each.
        await reader.NextResultAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        return await ReadAllAsync(reader, ProductRow.Read, cancellationToken);
    }

    /// <summary>Reads products that are locked.</summary>
    public static async Task<IReadOnlyList<Product>> ReadAsync(BatchedTransaction transaction, Guid[] productIds, CancellationToken cancellationToken)
    {
        transaction.Batch.Append(FindProducts, productIds);
        await using var reader = await transaction.ReadAsync(cancellationToken);
        return await ReadAllAsync(reader, ProductRow.Read, cancellationToken);
    }

    /// <summary>Reads what is left of a result.</summary>
    public static async Task<List<T>> ReadAllAsync<T>(NpgsqlDataReader reader, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(read(reader));
        }

        return rows;
    }
}
