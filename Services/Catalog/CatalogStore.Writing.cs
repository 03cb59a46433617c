using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Npgsql;
using NpgsqlTypes;
using Shop.Contracts.Catalog.V1;
using Shop.ServiceDefaults.Postgres;

namespace Shop.Catalog;

/// <summary>How products are put in: statements for a transaction that somebody else decides on.</summary>
internal sealed partial class CatalogStore
{
    private const string ProductColumns = """
        slug, name, description, brand, status, category_ids, tags, attributes, options, images,
        currency_code, min_price, max_price, create_time, update_time, revision, next_price_time
        """;

    private const string InsertProduct = $"""
        INSERT INTO product (product_id, {ProductColumns})
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
        """;

    private const string UpdateProduct = $"""
        UPDATE product
        SET ({ProductColumns}) = ROW ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
        WHERE product_id = $1
        """;

    private const string DeleteProduct = "DELETE FROM product WHERE product_id = $1";

    private const string DeleteVariants = "DELETE FROM variant WHERE product_id = $1";

    // A SKU of another product keeps its owner here, and the variant then fails on variant_sku_owner_fkey.
    private const string InsertSkuOwners = """
        INSERT INTO sku_owner (sku, product_id)
        SELECT unnest($2::text[]), $1
        ON CONFLICT (sku) DO NOTHING
        """;

    private const string InsertVariants = """
        INSERT INTO variant (
            product_id, position, sku, options, price, compare_at_price, weight_grams, barcode, image_url,
            prices, regular_price, regular_compare_at_price, in_stock)
        SELECT $1, ordinality - 1, sku, options, price, compare_at_price, weight_grams, barcode, image_url,
            prices, regular_price, regular_compare_at_price, coalesce(sku_stock.in_stock, true)
        FROM unnest(
                $2::text[], $3::text[]::jsonb[], $4::bigint[], $5::bigint[], $6::integer[], $7::text[], $8::text[],
                $9::text[]::jsonb[], $10::bigint[], $11::bigint[])
            WITH ORDINALITY AS variant (
                sku, options, price, compare_at_price, weight_grams, barcode, image_url,
                prices, regular_price, regular_compare_at_price, ordinality)
        LEFT JOIN sku_stock USING (sku)
        """;

    private const string NoteChange = """
        INSERT INTO product_change (product_id, was_active)
        VALUES ($1, $2)
        ON CONFLICT (product_id) DO UPDATE
        SET transaction_id = excluded.transaction_id, version = product_change.version + 1,
            was_active = product_change.was_active OR excluded.was_active
        """;

    // What was never there cannot have been seen by its stock.
    private const string NoteChanges = """
        INSERT INTO product_change (product_id, was_active)
        SELECT product_id, false FROM unnest($1::uuid[]) AS product_id ORDER BY product_id
        ON CONFLICT (product_id) DO UPDATE
        SET transaction_id = excluded.transaction_id, version = product_change.version + 1
        """;

    private const string ShowStock = "SELECT show_stock($1)";

    // After everything else that a transaction does to products.
    private const string IndexProducts = "SELECT index_products($1)";

    /// <summary>Makes products show their stock, and be found as they are now. The last statements about them.</summary>
    public static void AppendIndex(NpgsqlBatch batch, Guid[] productIds)
    {
        batch.Append(ShowStock, productIds);
        batch.Append(IndexProducts, productIds);
    }

    /// <summary>Adds a product. What it costs has been settled.</summary>
    public static void AppendInsert(NpgsqlBatch batch, Product product, DateTime? nextPriceTime)
    {
        var productId = Guid.Parse(product.ProductId);
        batch.Append(InsertProduct, Values(productId, product, nextPriceTime));
        AppendVariants(batch, productId, product);
    }

    /// <summary>Replaces a product that is locked. What it costs has been settled.</summary>
    public static void AppendUpdate(NpgsqlBatch batch, Product product, DateTime? nextPriceTime)
    {
        var productId = Guid.Parse(product.ProductId);
        batch.Append(UpdateProduct, Values(productId, product, nextPriceTime));
        batch.Append(DeleteVariants, productId);
        AppendVariants(batch, productId, product);
    }

    /// <summary>Deletes a product that is locked.</summary>
    public static void AppendDelete(NpgsqlBatch batch, Guid productId)
    {
        batch.Append(DeleteProduct, productId);
        AppendChange(batch, productId, isActive: false);
    }

    private static void AppendVariants(NpgsqlBatch batch, Guid productId, Product product)
    {
        string[] skus = [.. product.Variants.Select(variant => variant.Sku)];
        batch.Append(InsertSkuOwners, productId, skus);
        AppendInsertVariants(batch, productId, product.Variants);
        AppendChange(batch, productId, product.Status == ProductStatus.Active);
    }

    /// <summary>Notes that a product has changed, for those who watch.</summary>
    public static void AppendChange(NpgsqlBatch batch, Guid productId, bool isActive) =>
        batch.Append(NoteChange, productId, new NpgsqlParameter<bool> { TypedValue = isActive });

    /// <summary>Notes that products have changed, though not in whether they are seen.</summary>
    public static void AppendChanges(NpgsqlBatch batch, Guid[] productIds) => batch.Append(NoteChanges, productIds);

    private static SqlValue[] Values(Guid productId, Product product, DateTime? nextPriceTime) =>
    [
        productId,
        product.Slug,
        product.Name,
        product.Description,
        product.Brand,
        StatusText.Of(product.Status),
        product.CategoryIds.Select(Guid.Parse).ToArray(),
        product.Tags.ToArray(),
        Document(product.Attributes, CatalogJson.Default.IEnumerableProductAttribute),
        Document(product.Options, CatalogJson.Default.IEnumerableProductOption),
        Document(product.Images, CatalogJson.Default.IEnumerableImage),
        product.MinPrice.CurrencyCode,
        product.MinPrice.MinorUnits,
        product.MaxPrice.MinorUnits,
        product.CreateTime.ToDateTime(),
        product.UpdateTime.ToDateTime(),
        ProductEtag.RevisionOf(product.Etag),
        new NpgsqlParameter { Value = nextPriceTime ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz },
    ];

    private static void AppendInsertVariants(NpgsqlBatch batch, Guid productId, IReadOnlyList<Variant> variants) => batch.Append(
        InsertVariants,
        productId,
        Column(variants, variant => variant.Sku),
        Column(variants, variant => JsonSerializer.Serialize(variant.Options, CatalogJson.Default.IEnumerableSelectedOption)),
        Column(variants, variant => variant.Price.MinorUnits),
        Column(variants, variant => variant.CompareAtPrice?.MinorUnits),
        Column(variants, variant => variant.WeightGrams),
        Column(variants, variant => variant.Barcode),
        Column(variants, variant => variant.ImageUrl),
        Column(variants, variant => JsonSerializer.Serialize(variant.Prices, CatalogJson.Default.IEnumerablePriceEntry)),
        Column(variants, variant => variant.RegularEntry?.Price.MinorUnits),
        Column(variants, variant => variant.RegularEntry?.CompareAtPrice?.MinorUnits));

    private static T[] Column<T>(IReadOnlyList<Variant> variants, Func<Variant, T> value) => [.. variants.Select(value)];

    private static NpgsqlParameter Document<T>(IEnumerable<T> list, JsonTypeInfo<IEnumerable<T>> type) =>
        new() { Value = JsonSerializer.Serialize(list, type), NpgsqlDbType = NpgsqlDbType.Jsonb };
}
