using Shop.Contracts.Catalog.V1;
using Shop.ServiceDefaults.Grpc;

namespace Shop.Catalog;

/// <summary>What the contract demands of a request to change the tree.</summary>
internal static class CategoryRules
{
    public static void Check(CreateCategoryRequest request)
    {
        var violations = Begin(request.RequestId, request.Category);
        if (request.Category is { } category)
        {
            violations
                .RequireText(category.Name, "category.name", 1, 100)
                .Require(category.Slug.Length == 0 || Slug.IsValid(category.Slug), "category.slug", Slug.Rule);
            CheckPlace(category, violations);
        }

        violations.ThrowIfAny();
    }

    public static void Check(UpdateCategoryRequest request)
    {
        var unknown = CategoryPatch.Unknown(request.UpdateMask);
        var violations = Begin(request.RequestId, request.Category).Require(unknown is null, "update_mask", $"must not name {unknown}");
        if (request.Category is { } category && unknown is null)
        {
            var named = CategoryPatch.Named(category, request.UpdateMask);
            violations.RequireUuid(category.CategoryId, "category.category_id");
            if (named.Contains("name"))
            {
                violations.RequireText(category.Name, "category.name", 1, 100);
            }

            violations.Require(!named.Contains("slug") || Slug.IsValid(category.Slug), "category.slug", Slug.Rule);
            CheckPlace(category, violations);
        }

        violations.ThrowIfAny();
    }

    public static void Check(DeleteCategoryRequest request) =>
        new Violations().RequireUuid(request.RequestId, "request_id").RequireUuid(request.CategoryId, "category_id").ThrowIfAny();

    private static Violations Begin(string requestId, Category? category) =>
        new Violations().RequireUuid(requestId, "request_id").Require(category is not null, "category", "must be given");

    private static void CheckPlace(Category category, Violations violations)
    {
        violations.Require(category.Position >= 0, "category.position", "must not be negative");
        if (category.ParentId.Length > 0)
        {
            violations.RequireUuid(category.ParentId, "category.parent_id");
        }
    }
}
