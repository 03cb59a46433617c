using System.Text.Json;
using Npgsql;
using Shop.Contracts.Catalog.V1;
using Shop.Contracts.Types.V1;

namespace Shop.Catalog;

/// <summary>A variant with what a cart shows of its product.</summary>
internal static class ListingRow
{
    /// <summary>The columns that <see cref="Read"/> expects. The picture is the variant's own, else the product's first.</summary>
    public const string Columns = """
        variant.sku, variant.options, product.currency_code, variant.price, variant.compare_at_price, variant.weight_grams,
            variant.barcode, variant.image_url, variant.in_stock,
            product.product_id, product.slug, product.name, product.brand, product.revision,
            coalesce(
                (SELECT image FROM jsonb_array_elements(product.images) AS image WHERE image ->> 'url' = variant.image_url LIMIT 1),
                product.images -> 0)
        """;

    public static VariantListing Read(NpgsqlDataReader row)
    {
        var currency = row.GetString(2);
        return new VariantListing
        {
            Variant = new Variant
            {
                Sku = row.GetString(0),
                Options = { JsonSerializer.Deserialize(row.GetFieldValue<byte[]>(1), CatalogJson.Default.IEnumerableSelectedOption)! },
                Price = new Money { CurrencyCode = currency, MinorUnits = row.GetInt64(3) },
                CompareAtPrice = row.IsDBNull(4) ? null : new Money { CurrencyCode = currency, MinorUnits = row.GetInt64(4) },
                WeightGrams = row.GetInt32(5),
                Barcode = row.GetString(6),
                ImageUrl = row.GetString(7),
                InStock = row.GetBoolean(8),
            },
            ProductId = row.GetGuid(9).ToString(),
            ProductSlug = row.GetString(10),
            ProductName = row.GetString(11),
            Brand = row.GetString(12),
            ProductEtag = ProductEtag.Of(row.GetInt64(13)),
            Image = row.IsDBNull(14) ? null : JsonSerializer.Deserialize(row.GetFieldValue<byte[]>(14), CatalogJson.Default.Image),
        };
    }
}
