using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Npgsql;
using NpgsqlTypes;
using Shop.Contracts.Catalog.V1;

namespace Shop.Catalog;

/// <summary>
/// Puts many new products in at once, by COPY: an order of magnitude faster than an import, and nobody is told. For shops that
/// are being set up; while one is open, import.
/// </summary>
internal static class CatalogCopy
{
    private const string CopyProducts = """
        COPY product (
            product_id, slug, name, description, brand, status, category_ids, tags, attributes, options, images,
            currency_code, min_price, max_price, create_time, update_time)
        FROM STDIN (FORMAT binary)
        """;

    private const string CopyOwners = "COPY sku_owner (sku, product_id) FROM STDIN (FORMAT binary)";

    private const string CopyStock = "COPY sku_stock (sku) FROM STDIN (FORMAT binary)";

    private const string CopyVariants = """
        COPY variant (sku, product_id, position, options, price, compare_at_price, weight_grams, barcode, image_url)
        FROM STDIN (FORMAT binary)
        """;

    private const string CopyChanges = "COPY product_change (product_id, was_active) FROM STDIN (FORMAT binary)";

    private const string Index = "SELECT index_products($1)";

    /// <summary>Puts in products that nobody has: with ids, slugs and SKUs of their own, one price each variant. All of them or none.</summary>
    public static async Task WriteAsync(NpgsqlDataSource dataSource, IReadOnlyList<Product> products, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var hold = connection.CreateBatch())
        {
            CatalogStore.AppendHoldCategories(hold);
            await hold.ExecuteNonQueryAsync(cancellationToken);
        }

        var variants = products.SelectMany(product => product.Variants.Select((variant, position) => (Id: Guid.Parse(product.ProductId), variant, position))).ToList();
        await CopyAsync(connection, CopyProducts, products, WriteProductAsync, cancellationToken);
        await CopyAsync(connection, CopyOwners, variants, async (row, one) =>
        {
            await row.WriteAsync(one.variant.Sku, NpgsqlDbType.Text, cancellationToken);
            await row.WriteAsync(one.Id, NpgsqlDbType.Uuid, cancellationToken);
        }, cancellationToken);
        await CopyAsync(connection, CopyStock, variants, (row, one) => row.WriteAsync(one.variant.Sku, NpgsqlDbType.Text, cancellationToken), cancellationToken);
        await CopyAsync(connection, CopyVariants, variants, (row, one) => WriteVariantAsync(row, one.Id, one.variant, one.position), cancellationToken);
        await CopyAsync(connection, CopyChanges, products, async (row, product) =>
        {
            await row.WriteAsync(Guid.Parse(product.ProductId), NpgsqlDbType.Uuid, cancellationToken);
            await row.WriteAsync(product.Status == ProductStatus.Active, NpgsqlDbType.Boolean, cancellationToken);
        }, cancellationToken);
        await using (var index = new NpgsqlCommand(Index, connection) { CommandTimeout = 600 })
        {
            index.Parameters.Add(new() { Value = products.Select(product => Guid.Parse(product.ProductId)).ToArray() });
            await index.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task CopyAsync<T>(NpgsqlConnection connection, string sql, IEnumerable<T> rows, Func<NpgsqlBinaryImporter, T, Task> write, CancellationToken cancellationToken)
    {
        await using var importer = await connection.BeginBinaryImportAsync(sql, cancellationToken);
        foreach (var row in rows)
        {
            await importer.StartRowAsync(cancellationToken);
            await write(importer, row);
        }

        await importer.CompleteAsync(cancellationToken);
    }

    private static async Task WriteProductAsync(NpgsqlBinaryImporter row, Product product)
    {
        await row.WriteAsync(Guid.Parse(product.ProductId), NpgsqlDbType.Uuid);
        await row.WriteAsync(product.Slug, NpgsqlDbType.Text);
        await row.WriteAsync(product.Name, NpgsqlDbType.Text);
        await row.WriteAsync(product.Description, NpgsqlDbType.Text);
        await row.WriteAsync(product.Brand, NpgsqlDbType.Text);
        await row.WriteAsync(StatusText.Of(product.Status), NpgsqlDbType.Text);
        await row.WriteAsync(product.CategoryIds.Select(Guid.Parse).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Uuid);
        await row.WriteAsync(product.Tags.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text);
        await WriteDocumentAsync(row, product.Attributes, CatalogJson.Default.IEnumerableProductAttribute);
        await WriteDocumentAsync(row, product.Options, CatalogJson.Default.IEnumerableProductOption);
        await WriteDocumentAsync(row, product.Images, CatalogJson.Default.IEnumerableImage);
        await row.WriteAsync(product.Variants[0].Price.CurrencyCode, NpgsqlDbType.Text);
        await row.WriteAsync(product.Variants.Min(variant => variant.Price.MinorUnits), NpgsqlDbType.Bigint);
        await row.WriteAsync(product.Variants.Max(variant => variant.Price.MinorUnits), NpgsqlDbType.Bigint);
        await row.WriteAsync(product.CreateTime.ToDateTime(), NpgsqlDbType.TimestampTz);
        await row.WriteAsync(product.CreateTime.ToDateTime(), NpgsqlDbType.TimestampTz);
    }

    private static async Task WriteVariantAsync(NpgsqlBinaryImporter row, Guid productId, Variant variant, int position)
    {
        await row.WriteAsync(variant.Sku, NpgsqlDbType.Text);
        await row.WriteAsync(productId, NpgsqlDbType.Uuid);
        await row.WriteAsync(position, NpgsqlDbType.Integer);
        await WriteDocumentAsync(row, variant.Options, CatalogJson.Default.IEnumerableSelectedOption);
        await row.WriteAsync(variant.Price.MinorUnits, NpgsqlDbType.Bigint);
        await (variant.CompareAtPrice is { } compareAt ? row.WriteAsync(compareAt.MinorUnits, NpgsqlDbType.Bigint) : row.WriteNullAsync());
        await row.WriteAsync(variant.WeightGrams, NpgsqlDbType.Integer);
        await row.WriteAsync(variant.Barcode, NpgsqlDbType.Text);
        await row.WriteAsync(variant.ImageUrl, NpgsqlDbType.Text);
    }

    private static Task WriteDocumentAsync<T>(NpgsqlBinaryImporter row, IEnumerable<T> list, JsonTypeInfo<IEnumerable<T>> type) =>
        row.WriteAsync(JsonSerializer.Serialize(list, type), NpgsqlDbType.Jsonb);
}
