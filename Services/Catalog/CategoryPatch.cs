using Google.Protobuf.WellKnownTypes;
using Shop.Contracts.Catalog.V1;

namespace Shop.Catalog;

/// <summary>An update of a category. Pure.</summary>
internal static class CategoryPatch
{
    private static readonly string[] All = ["parent_id", "slug", "name", "position"];

    /// <summary>The first path of a mask that an update does not know; null when it knows all.</summary>
    public static string? Unknown(FieldMask? mask) =>
        mask?.Paths.FirstOrDefault(path => path != "*" && !All.Contains(path, StringComparer.Ordinal));

    /// <summary>The fields that an update names; without a mask those that are not empty.</summary>
    public static IReadOnlyList<string> Named(Category change, FieldMask? mask) => mask switch
    {
        null or { Paths.Count: 0 } => [.. All.Where(name => Category.Descriptor.FindFieldByName(name).Accessor.GetValue(change) is not ("" or 0))],
        _ when mask.Paths.Contains("*") => All,
        _ => [.. mask.Paths.Distinct(StringComparer.Ordinal)],
    };

    /// <summary>The category after the update.</summary>
    public static Category Apply(Category current, Category change, IEnumerable<string> named)
    {
        var patched = current.Clone();
        foreach (var name in named)
        {
            var accessor = Category.Descriptor.FindFieldByName(name).Accessor;
            accessor.SetValue(patched, accessor.GetValue(change));
        }

        return patched;
    }
}
