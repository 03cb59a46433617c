using Google.Protobuf.Collections;
using Shop.Contracts.Catalog.V1;
using Shop.ServiceDefaults.Grpc;

namespace Shop.Catalog;

/// <summary>What the contract demands of a request before anything is looked up.</summary>
internal static class RequestRules
{
    private const int MaxSkus = 100;
    private const int MaxStatuses = 10;

    public static void Check(GetProductRequest request)
    {
        var violations = new Violations();
        switch (request.KeyCase)
        {
            case GetProductRequest.KeyOneofCase.ProductId:
                violations.RequireUuid(request.ProductId, "product_id");
                break;
            case GetProductRequest.KeyOneofCase.Slug:
                violations.Require(Slug.IsValid(request.Slug), "slug", Slug.Rule);
                break;
            default:
                violations.Require(holds: false, "key", "must be product_id or slug");
                break;
        }

        RequireCurrencyIfAny(violations, request.CurrencyCode);
        violations.ThrowIfAny();
    }

    public static void Check(BatchGetVariantsRequest request, IReadOnlyCollection<string> distinctSkus)
    {
        var violations = new Violations().Require(distinctSkus.Count is >= 1 and <= MaxSkus, "skus", "must be 1 to 100 SKUs");
        foreach (var sku in distinctSkus.Take(MaxSkus).Where(sku => !Violations.IsSku(sku)))
        {
            violations.RequireSku(sku, $"skus[{request.Skus.IndexOf(sku)}]");
        }

        RequireCurrencyIfAny(violations, request.CurrencyCode);
        violations.ThrowIfAny();
    }

    public static void Check(ListProductsRequest request)
    {
        var violations = RequirePage(request.PageSize);
        RequireUuidIfAny(violations, request.CategoryId, "category_id");
        RequireCurrencyIfAny(violations, request.CurrencyCode);
        violations.Require(ProductOrdering.IsListable(request.OrderBy), "order_by", "must be NEWEST, PRICE_ASCENDING, PRICE_DESCENDING or NAME");
        RequireStatuses(violations, request.Statuses);
        violations.ThrowIfAny();
    }

    public static void Check(ExportProductsRequest request)
    {
        var violations = new Violations();
        RequireStatuses(violations, request.Statuses);
        violations.ThrowIfAny();
    }

    public static void Check(ListCategoriesRequest request)
    {
        var violations = RequirePage(request.PageSize);
        RequireUuidIfAny(violations, request.ParentId, "parent_id");
        violations.ThrowIfAny();
    }

    internal static void RequireCurrencyIfAny(Violations violations, string value) =>
        violations.Require(value.Length == 0 || (value.Length == 3 && value.All(char.IsAsciiLetterUpper)), "currency_code", "must be three upper-case letters");

    internal static Violations RequirePage(int pageSize) => new Violations().Require(pageSize >= 0, "page_size", "must not be negative");

    private static void RequireStatuses(Violations violations, RepeatedField<ProductStatus> statuses)
    {
        violations.Require(statuses.Count <= MaxStatuses, "statuses", "must be at most 10");
        for (var i = 0; i < Math.Min(statuses.Count, MaxStatuses); i++)
        {
            violations.Require(StatusText.IsKnown(statuses[i]), $"statuses[{i}]", "must be DRAFT, ACTIVE or ARCHIVED");
        }
    }

    private static void RequireUuidIfAny(Violations violations, string value, string field)
    {
        if (value.Length > 0)
        {
            violations.RequireUuid(value, field);
        }
    }
}
