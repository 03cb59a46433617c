using Npgsql;
using Shop.Contracts.Catalog.V1;

namespace Shop.Catalog;

/// <summary>A category with what is counted of it.</summary>
internal static class CategoryRow
{
    /// <summary>The columns that <see cref="Read"/> expects first; <c>counted</c> has the counts.</summary>
    public const string Columns = """
        category.category_id, parent_id, slug, name, ancestor_ids, position,
            coalesce(counted.products, 0),
            EXISTS (SELECT FROM category AS child WHERE child.parent_id = category.category_id)
        """;

    /// <summary>How many columns those are.</summary>
    public const int Count = 8;

    public static Category Read(NpgsqlDataReader row) => new()
    {
        CategoryId = row.GetGuid(0).ToString(),
        ParentId = row.IsDBNull(1) ? "" : row.GetGuid(1).ToString(),
        Slug = row.GetString(2),
        Name = row.GetString(3),
        AncestorIds = { row.GetFieldValue<Guid[]>(4).Select(id => id.ToString()) },
        Position = row.GetInt32(5),
        ProductCount = row.GetInt32(6),
        HasChildren = row.GetBoolean(7),
    };
}
