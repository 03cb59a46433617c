using Shop.Contracts.Catalog.V1;
using Shop.ServiceDefaults.Grpc;

namespace Shop.Catalog;

/// <summary>What the contract demands of a product. What the server sets is not looked at.</summary>
internal static class ProductRules
{
    private static readonly char[] LineBreaks = ['\n', '\r', '\t'];

    /// <summary>Notes everything that is wrong.</summary>
    /// <param name="product">The product as it is to be.</param>
    /// <param name="options">The shop's currencies.</param>
    /// <param name="violations">Where to note it.</param>
    /// <param name="path">What the fields' paths begin with: "product." or nothing.</param>
    public static void Check(Product product, CatalogOptions options, Violations violations, string path)
    {
        violations
            .RequireText(product.Name, path + "name", 1, 200)
            .Require(product.Slug.Length == 0 || Slug.IsValid(product.Slug), path + "slug", Slug.Rule)
            .Require(product.Description.Length <= 10000 && IsPlain(product.Description), path + "description", "must be at most 10000 characters, without control characters but line breaks")
            .RequireText(product.Brand, path + "brand", 0, 100)
            .Require(product.Status == ProductStatus.Unspecified || StatusText.IsKnown(product.Status), path + "status", "must be DRAFT, ACTIVE or ARCHIVED");
        CheckCategories(product, violations, path);
        CheckAttributes(product, violations, path);
        CheckTags(product, violations, path);
        CheckImages(product, violations, path);
        CheckOptions(product, violations, path);
        VariantRules.Check(product, options, violations, path);
    }

    private static void CheckCategories(Product product, Violations violations, string path)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        violations.Require(product.CategoryIds.Count <= 10, path + "category_ids", "must be at most 10");
        for (var i = 0; i < Math.Min(product.CategoryIds.Count, 10); i++)
        {
            violations
                .RequireUuid(product.CategoryIds[i], $"{path}category_ids[{i}]")
                .Require(seen.Add(product.CategoryIds[i]), $"{path}category_ids[{i}]", "must be there once");
        }
    }

    private static void CheckAttributes(Product product, Violations violations, string path)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        violations.Require(product.Attributes.Count <= 50, path + "attributes", "must be at most 50");
        for (var i = 0; i < Math.Min(product.Attributes.Count, 50); i++)
        {
            var attribute = product.Attributes[i];
            violations
                .RequireText(attribute.Name, $"{path}attributes[{i}].name", 1, 50)
                .RequireText(attribute.Value, $"{path}attributes[{i}].value", 1, 200)
                .Require(seen.Add(attribute.Name), $"{path}attributes[{i}].name", "must be there once");
        }
    }

    private static void CheckTags(Product product, Violations violations, string path)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        violations.Require(product.Tags.Count <= 30, path + "tags", "must be at most 30");
        for (var i = 0; i < Math.Min(product.Tags.Count, 30); i++)
        {
            var tag = product.Tags[i];
            violations
                .RequireText(tag, $"{path}tags[{i}]", 1, 50)
                .Require(!tag.Any(char.IsUpper), $"{path}tags[{i}]", "must be lower case")
                .Require(seen.Add(tag), $"{path}tags[{i}]", "must be there once");
        }
    }

    private static void CheckImages(Product product, Violations violations, string path)
    {
        violations.Require(product.Images.Count <= 20, path + "images", "must be at most 20");
        for (var i = 0; i < Math.Min(product.Images.Count, 20); i++)
        {
            var image = product.Images[i];
            violations
                .Require(IsAddress(image.Url), $"{path}images[{i}].url", "must be an absolute https address or a path that begins with /, at most 2000 characters")
                .RequireText(image.AltText, $"{path}images[{i}].alt_text", 0, 200)
                .Require(image.WidthPixels >= 0, $"{path}images[{i}].width_pixels", "must not be negative")
                .Require(image.HeightPixels >= 0, $"{path}images[{i}].height_pixels", "must not be negative");
        }
    }

    private static void CheckOptions(Product product, Violations violations, string path)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        violations.Require(product.Options.Count <= 3, path + "options", "must be at most 3");
        for (var i = 0; i < Math.Min(product.Options.Count, 3); i++)
        {
            var option = product.Options[i];
            violations
                .RequireText(option.Name, $"{path}options[{i}].name", 1, 50)
                .Require(seen.Add(option.Name), $"{path}options[{i}].name", "must be there once")
                .Require(option.Values.Count is >= 1 and <= 100, $"{path}options[{i}].values", "must be 1 to 100")
                .Require(option.Values.Distinct(StringComparer.Ordinal).Count() == option.Values.Count, $"{path}options[{i}].values", "must each be there once");
            for (var j = 0; j < Math.Min(option.Values.Count, 100); j++)
            {
                violations.RequireText(option.Values[j], $"{path}options[{i}].values[{j}]", 1, 100);
            }
        }
    }

    // A path that begins with two slashes is another host's.
    private static bool IsAddress(string url) =>
        url.Length is >= 1 and <= 2000
        && !url.Any(letter => char.IsControl(letter) || char.IsWhiteSpace(letter))
        && (url[0] == '/' ? url is not ['/', '/' or '\\', ..] : Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps);

    private static bool IsPlain(string text) => text.All(letter => !char.IsControl(letter) || LineBreaks.Contains(letter));
}
