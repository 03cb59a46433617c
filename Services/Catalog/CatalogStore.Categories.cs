using Npgsql;
using Shop.ServiceDefaults.Postgres;

namespace Shop.Catalog;

/// <summary>The tree, as it is read.</summary>
internal sealed partial class CatalogStore
{
    private const string ReadTree = $"""
        SELECT {CategoryRow.Columns}, category.place
        FROM category
        LEFT JOIN (
            SELECT category_id, count(*)::integer AS products FROM category_listing WHERE status = 'ACTIVE' GROUP BY category_id
        ) AS counted USING (category_id)
        ORDER BY category.place
        """;

    private const string CategoryExists = "SELECT EXISTS (SELECT FROM category WHERE category_id = $1)";

    /// <summary>Reads the tree for a writer, while no other writes to it.</summary>
    public static void AppendReadTree(NpgsqlBatch batch)
    {
        batch.Append(LockCategories);
        batch.Append(ReadTree);
    }

    /// <summary>All categories, with their counts.</summary>
    public async Task<CategoryTree> ReadTreeAsync(CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(ReadTree);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return new CategoryTree(await ReadAllAsync(
            reader, row => new CategoryNode(CategoryRow.Read(row), row.GetFieldValue<int[]>(CategoryRow.Count)), cancellationToken));
    }

    private async Task<bool> CategoryExistsAsync(Guid categoryId, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(CategoryExists);
        command.Parameters.Add(new() { Value = categoryId });
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }
}
