using System.Collections;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Shop.Contracts.Catalog.V1;

namespace Shop.Catalog;

/// <summary>An update of a product: the fields of one are put into another. Pure.</summary>
internal static class ProductPatch
{
    /// <summary>The fields that administrators write.</summary>
    public static readonly string[] All =
        ["slug", "name", "description", "brand", "category_ids", "attributes", "tags", "images", "options", "variants", "status"];

    /// <summary>The first path of a mask that an update does not know; null when it knows all.</summary>
    public static string? Unknown(FieldMask? mask) =>
        mask?.Paths.FirstOrDefault(path => path != "*" && !All.Contains(path, StringComparer.Ordinal));

    /// <summary>The fields that an update names; without a mask those that are not empty.</summary>
    public static IReadOnlyList<string> Named(Product change, FieldMask? mask) => mask switch
    {
        null or { Paths.Count: 0 } => [.. All.Where(name => !IsEmpty(change, name))],
        _ when mask.Paths.Contains("*") => All,
        _ => [.. mask.Paths.Distinct(StringComparer.Ordinal)],
    };

    /// <summary>The product after the update: <paramref name="current"/> with the named fields of <paramref name="change"/>.</summary>
    public static Product Apply(Product current, Product change, IEnumerable<string> named)
    {
        var (patched, source) = (current.Clone(), change.Clone());
        foreach (var name in named)
        {
            var accessor = AccessorOf(name);
            accessor.Clear(patched);
            if (accessor.GetValue(source) is IList list)
            {
                var target = (IList)accessor.GetValue(patched);
                foreach (var element in list)
                {
                    target.Add(element);
                }
            }
            else
            {
                accessor.SetValue(patched, accessor.GetValue(source));
            }
        }

        return patched;
    }

    private static bool IsEmpty(Product product, string name) => AccessorOf(name).GetValue(product) switch
    {
        string text => text.Length == 0,
        ProductStatus status => status == ProductStatus.Unspecified,
        IList list => list.Count == 0,
        _ => false,
    };

    private static IFieldAccessor AccessorOf(string name) => Product.Descriptor.FindFieldByName(name).Accessor;
}
