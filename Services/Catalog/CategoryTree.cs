using System.Globalization;
using Shop.Contracts.Catalog.V1;

namespace Shop.Catalog;

/// <summary>All categories as they are shown: parents before their children, siblings by position.</summary>
internal sealed class CategoryTree(IReadOnlyList<CategoryNode> nodes)
{
    private readonly HashSet<string> _ids = nodes.Select(node => node.Category.CategoryId).ToHashSet(StringComparer.Ordinal);

    public IReadOnlyList<CategoryNode> Nodes => nodes;

    /// <summary>A page of those below a category, or from the top; null when there is no such parent.</summary>
    public Page<Category>? Below(string parentId, bool recursive, PagePosition? after, int size)
    {
        if (parentId.Length > 0 && !_ids.Contains(parentId))
        {
            return null;
        }

        var below = nodes.Where(node => recursive ? parentId.Length == 0 || node.Category.AncestorIds.Contains(parentId) : node.Category.ParentId == parentId).ToList();
        var rows = below
            .Skip(after is null ? 0 : CountThrough(below, after))
            .Take(size + 1)
            .Select(node => (node.Category, new PagePosition(string.Join('.', node.Place), Guid.Parse(node.Category.CategoryId))));
        return Page<Category>.Of([.. rows], size);
    }

    // Positions move when siblings come and go: the place counts only when the category itself has gone.
    private static int CountThrough(List<CategoryNode> rows, PagePosition after)
    {
        var id = after.Id.ToString();
        if (rows.FindIndex(node => node.Category.CategoryId == id) is >= 0 and var last)
        {
            return last + 1;
        }

        var place = after.Key.Split('.').Select(number => int.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        return rows.TakeWhile(node => node.Place.AsSpan().SequenceCompareTo(place) < 0).Count();
    }
}
