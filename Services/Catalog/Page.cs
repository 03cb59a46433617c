namespace Shop.Catalog;

/// <summary>Part of a list.</summary>
/// <param name="Items">The items, in order.</param>
/// <param name="Next">The position that the next page follows; null at the end of the list.</param>
internal sealed record Page<T>(IReadOnlyList<T> Items, PagePosition? Next)
{
    /// <summary>A page of what was read: one row more than the page holds tells that there is another page.</summary>
    public static Page<T> Of(IReadOnlyList<(T Item, PagePosition Position)> rows, int size) =>
        new([.. rows.Take(size).Select(row => row.Item)], rows.Count > size ? rows[size - 1].Position : null);
}
