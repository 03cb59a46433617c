using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Google.Protobuf.WellKnownTypes;
using Npgsql;
using Shop.Contracts.Catalog.V1;
using Shop.Contracts.Types.V1;

namespace Shop.Catalog;

/// <summary>A product with its variants, in one row.</summary>
internal static class ProductRow
{
    /// <summary>The columns that <see cref="Read"/> expects first.</summary>
    public const string Columns = """
        product.product_id, product.slug, product.name, product.description, product.brand, product.status,
            product.category_ids, product.tags, product.attributes, product.options, product.images, variants.list,
            product.currency_code, product.min_price, product.max_price, product.create_time, product.update_time, product.revision
        """;

    /// <summary>How many columns those are.</summary>
    public const int Count = 18;

    /// <summary>Joins the variants to <c>product</c>, as one document in the contract's shape.</summary>
    public const string Variants = """
        CROSS JOIN LATERAL (
            SELECT json_agg(
                json_build_object(
                    'sku', sku, 'options', variant.options, 'weight_grams', weight_grams, 'barcode', barcode, 'image_url', image_url, 'in_stock', in_stock,
                    'price', json_build_object('currency_code', product.currency_code, 'minor_units', price),
                    'compare_at_price', CASE WHEN compare_at_price IS NOT NULL THEN json_build_object('currency_code', product.currency_code, 'minor_units', compare_at_price) END,
                    'prices', prices,
                    'regular_entry', CASE WHEN regular_price IS NOT NULL THEN json_build_object(
                        'price', json_build_object('currency_code', product.currency_code, 'minor_units', regular_price),
                        'compare_at_price', CASE WHEN regular_compare_at_price IS NOT NULL THEN json_build_object('currency_code', product.currency_code, 'minor_units', regular_compare_at_price) END) END)
                ORDER BY position) AS list
            FROM variant
            WHERE variant.product_id = product.product_id
        ) AS variants
        """;

    public static Product Read(NpgsqlDataReader row)
    {
        var currency = row.GetString(12);
        var variants = ReadList(row, 11, CatalogJson.Default.IEnumerableVariant);
        return new Product
        {
            ProductId = row.GetGuid(0).ToString(),
            Slug = row.GetString(1),
            Name = row.GetString(2),
            Description = row.GetString(3),
            Brand = row.GetString(4),
            Status = StatusText.Parse(row.GetString(5)),
            CategoryIds = { row.GetFieldValue<Guid[]>(6).Select(id => id.ToString()) },
            Tags = { row.GetFieldValue<string[]>(7) },
            Attributes = { ReadList(row, 8, CatalogJson.Default.IEnumerableProductAttribute) },
            Options = { ReadList(row, 9, CatalogJson.Default.IEnumerableProductOption) },
            Images = { ReadList(row, 10, CatalogJson.Default.IEnumerableImage) },
            Variants = { variants },
            MinPrice = new Money { CurrencyCode = currency, MinorUnits = row.GetInt64(13) },
            MaxPrice = new Money { CurrencyCode = currency, MinorUnits = row.GetInt64(14) },
            InStock = variants.Any(variant => variant.InStock),
            CreateTime = Timestamp.FromDateTime(row.GetDateTime(15)),
            UpdateTime = Timestamp.FromDateTime(row.GetDateTime(16)),
            Etag = ProductEtag.Of(row.GetInt64(17)),
        };
    }

    private static IEnumerable<T> ReadList<T>(NpgsqlDataReader row, int ordinal, JsonTypeInfo<IEnumerable<T>> type) =>
        JsonSerializer.Deserialize(row.GetFieldValue<byte[]>(ordinal), type)!;
}
