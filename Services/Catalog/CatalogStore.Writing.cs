using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Npgsql;
using NpgsqlTypes;
using Shop.Contracts.Catalog.V1;
using Shop.ServiceDefaults.Postgres;

namespace Shop.Catalog;

/// <summary>How categories and products are put in.</summary>
internal sealed partial class CatalogStore
{
    // Only writers of categories wait for this, and of two replicas that start at once the second then meets the first one's work.
    private const string LockCategories = "LOCK TABLE category IN SHARE ROW EXCLUSIVE MODE";

    private const string HasCategories = "SELECT EXISTS (SELECT FROM category)";

    private const string InsertCategory = """
        INSERT INTO category (category_id, parent_id, slug, name, position, ancestor_ids, place)
        SELECT $1, $2, $3, $4, $5, $6, coalesce((SELECT place FROM category WHERE category_id = $2), '{}') || $5
        """;

    private const string InsertProduct = """
        INSERT INTO product (
            product_id, slug, name, description, brand, status, category_ids, tags, attributes, options, images,
            currency_code, min_price, max_price, create_time, update_time)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $15)
        """;

    // A SKU of another product keeps its owner here, and the variant then fails on variant_sku_owner_fkey.
    private const string InsertSkuOwners = """
        INSERT INTO sku_owner (sku, product_id)
        SELECT unnest($2::text[]), $1
        ON CONFLICT (sku) DO NOTHING
        """;

    private const string InsertVariants = """
        INSERT INTO variant (product_id, position, sku, options, price, compare_at_price, weight_grams, barcode, image_url)
        SELECT $1, ordinality - 1, sku, options, price, compare_at_price, weight_grams, barcode, image_url
        FROM unnest($2::text[], $3::text[]::jsonb[], $4::bigint[], $5::bigint[], $6::integer[], $7::text[], $8::text[])
            WITH ORDINALITY AS variant (sku, options, price, compare_at_price, weight_grams, barcode, image_url, ordinality)
        """;

    /// <summary>
    /// Fills a catalog that has never had a category: all of it or nothing, once, however many replicas try. A catalog whose
    /// products were all deleted is left alone.
    /// </summary>
    /// <returns>Whether it was this call that did.</returns>
    public async Task<bool> SeedAsync(SeedFile seed, CancellationToken cancellationToken)
    {
        await using var transaction = new BatchedTransaction(dataSource);
        transaction.Batch.Append(LockCategories);
        transaction.Batch.Append(HasCategories);
        await using (var reader = await transaction.ReadAsync(cancellationToken))
        {
            if (await reader.ReadAsync(cancellationToken) && reader.GetBoolean(0))
            {
                return false;
            }
        }

        foreach (var category in seed.Categories)
        {
            AppendInsert(transaction.Batch, category);
        }

        foreach (var product in seed.Products)
        {
            AppendInsert(transaction.Batch, product);
        }

        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    private static void AppendInsert(NpgsqlBatch batch, Category category) => batch.Append(
        InsertCategory,
        Guid.Parse(category.CategoryId),
        new NpgsqlParameter { Value = category.ParentId.Length == 0 ? DBNull.Value : Guid.Parse(category.ParentId), NpgsqlDbType = NpgsqlDbType.Uuid },
        category.Slug,
        category.Name,
        category.Position,
        category.AncestorIds.Select(Guid.Parse).ToArray());

    private static void AppendInsert(NpgsqlBatch batch, Product product)
    {
        var productId = Guid.Parse(product.ProductId);
        AppendInsertProduct(batch, productId, product);
        batch.Append(InsertSkuOwners, productId, product.Variants.Select(variant => variant.Sku).ToArray());
        AppendInsertVariants(batch, productId, product.Variants);
    }

    private static void AppendInsertProduct(NpgsqlBatch batch, Guid productId, Product product) => batch.Append(
        InsertProduct,
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
        product.Variants[0].Price.CurrencyCode,
        product.Variants.Min(variant => variant.Price.MinorUnits),
        product.Variants.Max(variant => variant.Price.MinorUnits),
        product.CreateTime.ToDateTime());

    private static void AppendInsertVariants(NpgsqlBatch batch, Guid productId, IReadOnlyList<Variant> variants) => batch.Append(
        InsertVariants,
        productId,
        Column(variants, variant => variant.Sku),
        Column(variants, variant => JsonSerializer.Serialize(variant.Options, CatalogJson.Default.IEnumerableSelectedOption)),
        Column(variants, variant => variant.Price.MinorUnits),
        Column(variants, variant => variant.CompareAtPrice?.MinorUnits),
        Column(variants, variant => variant.WeightGrams),
        Column(variants, variant => variant.Barcode),
        Column(variants, variant => variant.ImageUrl));

    private static T[] Column<T>(IReadOnlyList<Variant> variants, Func<Variant, T> value) => [.. variants.Select(value)];

    private static NpgsqlParameter Document<T>(IEnumerable<T> list, JsonTypeInfo<IEnumerable<T>> type) =>
        new() { Value = JsonSerializer.Serialize(list, type), NpgsqlDbType = NpgsqlDbType.Jsonb };
}
