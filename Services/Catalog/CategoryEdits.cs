using Shop.Contracts.Catalog.V1;
using Shop.ServiceDefaults.Grpc;

namespace Shop.Catalog;

/// <summary>What becomes of the tree when a category is put in, moved or taken out. Pure: the whole tree in, the whole tree out.</summary>
internal static class CategoryEdits
{
    private const int MaxDepth = 8;

    /// <summary>The tree with a new category.</summary>
    public static IReadOnlyList<Category> Add(IReadOnlyList<Category> tree, Category added) => Place([.. tree, added], added);

    /// <summary>The tree with a category changed, and moved when its parent or position is another one.</summary>
    public static IReadOnlyList<Category> Change(IReadOnlyList<Category> tree, Category changed)
    {
        if (changed.ParentId == changed.CategoryId || tree.Any(node => node.CategoryId == changed.ParentId && node.AncestorIds.Contains(changed.CategoryId)))
        {
            throw ShopErrors.FailedPrecondition("CATEGORY_CYCLE", "A category can't be below itself.");
        }

        return Place([.. tree.Select(node => node.CategoryId == changed.CategoryId ? changed : node)], changed);
    }

    /// <summary>The tree without a category.</summary>
    public static IReadOnlyList<Category> Remove(IReadOnlyList<Category> tree, string categoryId) =>
        Ordered([.. tree.Where(node => node.CategoryId != categoryId)], first: null);

    private static List<Category> Place(List<Category> tree, Category placed)
    {
        if (placed.ParentId.Length > 0 && tree.TrueForAll(node => node.CategoryId != placed.ParentId))
        {
            throw ShopErrors.NotFound("category", placed.ParentId);
        }

        if (tree.Exists(node => node.Slug == placed.Slug && node.CategoryId != placed.CategoryId))
        {
            throw ShopErrors.AlreadyExists("SLUG_TAKEN", $"The slug {placed.Slug} is another category's.");
        }

        var ordered = Ordered(tree, placed);
        return ordered.Exists(node => node.AncestorIds.Count >= MaxDepth)
            ? throw ShopErrors.FailedPrecondition("CATEGORY_TOO_DEEP", $"The tree can't be deeper than {MaxDepth} levels.")
            : ordered;
    }

    // Parents before their children, siblings numbered from 0. The one that was placed goes where it says, and the others make room.
    private static List<Category> Ordered(List<Category> tree, Category? first)
    {
        var children = tree.ToLookup(node => node.ParentId, StringComparer.Ordinal);
        var ordered = new List<Category>(tree.Count);
        Append("", []);
        return ordered;

        void Append(string parentId, string[] ancestors)
        {
            var siblings = children[parentId].Where(node => !ReferenceEquals(node, first)).OrderBy(node => node.Position).ToList();
            if (first is not null && first.ParentId == parentId)
            {
                siblings.Insert(Math.Min(first.Position, siblings.Count), first);
            }

            for (var i = 0; i < siblings.Count; i++)
            {
                ordered.Add(new Category(siblings[i]) { Position = i, HasChildren = children[siblings[i].CategoryId].Any() });
                ordered[^1].AncestorIds.Clear();
                ordered[^1].AncestorIds.Add(ancestors);
                Append(siblings[i].CategoryId, [.. ancestors, siblings[i].CategoryId]);
            }
        }
    }
}
