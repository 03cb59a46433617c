using NpgsqlTypes;
using Shop.Contracts.Catalog.V1;

namespace Shop.Catalog;

/// <summary>The tree, as it is read.</summary>
internal sealed partial class CatalogStore
{
    private const string CategoryExists = "SELECT EXISTS (SELECT FROM category WHERE category_id = $1)";

    /// <summary>A page of the categories below one, or from the top; null when there is no such parent.</summary>
    public async Task<Page<Category>?> ListCategoriesAsync(
        Guid? parentId, bool recursive, PagePosition? after, int size, CancellationToken cancellationToken)
    {
        var rows = new List<(Category, PagePosition)>();
        await using (var command = dataSource.CreateCommand(ListCategories(parentId, recursive, after)))
        {
            command.Parameters.Add(new() { Value = size + 1 });
            command.Parameters.Add(new() { Value = parentId ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
            command.Parameters.Add(new() { Value = after?.Key ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                var category = CategoryRow.Read(reader);
                rows.Add((category, new PagePosition(reader.GetString(CategoryRow.Count), Guid.Parse(category.CategoryId))));
            }
        }

        return rows.Count > 0 || parentId is not { } id || await CategoryExistsAsync(id, cancellationToken)
            ? Page<Category>.Of(rows, size)
            : null;
    }

    private static string ListCategories(Guid? parentId, bool recursive, PagePosition? after)
    {
        var below = (parentId, recursive) switch
        {
            (null, true) => "true",
            (null, false) => "parent_id IS NULL",
            (_, true) => "$2 = ANY (ancestor_ids)",
            (_, false) => "parent_id = $2",
        };
        return $"""
            SELECT {CategoryRow.Columns}, category.place::text AS position_key
            FROM category
            WHERE {below}
            {(after is null ? "" : "AND category.place > $3::text::integer[]")}
            ORDER BY category.place
            LIMIT $1
            """;
    }

    private async Task<bool> CategoryExistsAsync(Guid categoryId, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(CategoryExists);
        command.Parameters.Add(new() { Value = categoryId });
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }
}
