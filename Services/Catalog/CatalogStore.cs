using Npgsql;
using NpgsqlTypes;
using Shop.Contracts.Catalog.V1;

namespace Shop.Catalog;

/// <summary>All SQL of the catalog: here what everybody reads, each in one statement.</summary>
internal sealed partial class CatalogStore(NpgsqlDataSource dataSource)
{
    /// <summary>Products, whatever their status, by their ids, slugs and SKUs; those that are not there are left out.</summary>
    public async Task<IReadOnlyList<Product>> FindProductsAsync(Guid[] productIds, string[] slugs, string[] skus, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(ReadProducts);
        command.Parameters.Add(new() { Value = productIds });
        command.Parameters.Add(new() { Value = slugs });
        command.Parameters.Add(new() { Value = skus });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await ReadAllAsync(reader, ProductRow.Read, cancellationToken);
    }

    /// <summary>A page of products; null when there is no such category.</summary>
    public async Task<Page<Product>?> ListProductsAsync(ProductQuery query, CancellationToken cancellationToken)
    {
        var rows = new List<(Product, PagePosition)>(query.Size + 1);
        await using (var command = dataSource.CreateCommand(ListProducts(query)))
        {
            AddParameters(command, query);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                var product = ProductRow.Read(reader);
                rows.Add((product, new PagePosition(reader.GetString(ProductRow.Count), Guid.Parse(product.ProductId))));
            }
        }

        // Only an empty page leaves open whether the category is empty or none.
        return rows.Count > 0 || query.CategoryId is not { } categoryId || await CategoryExistsAsync(categoryId, cancellationToken)
            ? Page<Product>.Of(rows, query.Size)
            : null;
    }

    // The page is walked on the narrow index first, so that only its own products are read in full. Its size is in the text and
    // not a parameter: Postgres plans a page of unknown size as a tenth of the table, and would plan every call anew.
    private static string ListProducts(ProductQuery query)
    {
        var (column, type, direction) = query.Ordering;
        return $"""
            SELECT {ProductRow.Columns}, product.{column}::text AS position_key
            FROM (
                SELECT product_id
                FROM {(query.CategoryId is null ? "product" : "category_listing")}
                WHERE status = ANY ($1)
                {(query.CategoryId is null ? "" : "AND category_id = $2")}
                {(query.After is null ? "" : $"AND ({column}, product_id) {query.Ordering.Beyond} ($3::text::{type}, $4)")}
                ORDER BY {column} {direction}, product_id {direction}
                LIMIT {query.Size + 1}
            ) AS page
            JOIN product USING (product_id)
            {ProductRow.Variants}
            ORDER BY product.{column} {direction}, product.product_id {direction}
            """;
    }

    private static void AddParameters(NpgsqlCommand command, ProductQuery query)
    {
        command.Parameters.Add(new() { Value = query.Statuses.Select(StatusText.Of).ToArray() });
        command.Parameters.Add(new() { Value = query.CategoryId ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        command.Parameters.Add(new() { Value = query.After?.Key ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = query.After?.Id ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
    }
}
