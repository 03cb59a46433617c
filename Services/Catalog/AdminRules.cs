using Shop.Contracts.Catalog.V1;
using Shop.ServiceDefaults.Grpc;

namespace Shop.Catalog;

/// <summary>What the contract demands of an administrator's request.</summary>
internal static class AdminRules
{
    public static void Check(CreateProductRequest request, CatalogOptions options)
    {
        var violations = new Violations()
            .RequireUuid(request.RequestId, "request_id")
            .Require(request.Product is not null, "product", "must be given");
        if (request.Product is { } product)
        {
            ProductRules.Check(product, options, violations, "product.");
        }

        violations.ThrowIfAny();
    }

    public static void Check(UpdateProductRequest request)
    {
        var unknown = ProductPatch.Unknown(request.UpdateMask);
        var violations = new Violations()
            .RequireUuid(request.RequestId, "request_id")
            .Require(request.Product is not null, "product", "must be given")
            .Require(unknown is null, "update_mask", $"must not name {unknown}");
        if (request.Product is { } product && unknown is null)
        {
            violations.RequireUuid(product.ProductId, "product.product_id");
            CheckNamed(product, ProductPatch.Named(product, request.UpdateMask), violations);
        }

        violations.ThrowIfAny();
    }

    public static void Check(DeleteProductRequest request) =>
        new Violations().RequireUuid(request.RequestId, "request_id").RequireUuid(request.ProductId, "product_id").ThrowIfAny();

    public static void Check(SetPriceRequest request, CatalogOptions options, DateTimeOffset now)
    {
        var violations = new Violations()
            .RequireUuid(request.RequestId, "request_id")
            .RequireSku(request.Sku, "sku")
            .Require(request.Price is not null, "price", "must be given")
            .Require(request.Price is null || VariantRules.IsPrice(request.Price), "price.minor_units", VariantRules.PriceRule)
            .Require(request.CompareAtPrice is null || request.CompareAtPrice.CurrencyCode == request.Price?.CurrencyCode, "compare_at_price.currency_code", "must be that of price")
            .Require(request.CompareAtPrice is null || VariantRules.IsComparable(request.CompareAtPrice, request.Price), "compare_at_price.minor_units", VariantRules.ComparedRule)
            .Require(request.StartTime is null || VariantRules.IsTime(request.StartTime), "start_time", VariantRules.TimeRule)
            .Require(request.EndTime is null || VariantRules.IsTime(request.EndTime), "end_time", VariantRules.TimeRule)
            .Require(request.StartTime is null || request.EndTime is null || request.StartTime.CompareTo(request.EndTime) < 0, "end_time", "must be after start_time");
        violations.ThrowIfAny();
        violations.Require(request.EndTime is null || request.EndTime.ToDateTimeOffset() > now, "end_time", "must be in the future").ThrowIfAny();
        if (!options.Knows(request.Price!.CurrencyCode))
        {
            throw ShopErrors.FailedPrecondition("CURRENCY_MISMATCH", $"The shop has no prices in {request.Price.CurrencyCode}.");
        }
    }

    /// <summary>The product as a whole, after an update.</summary>
    public static void CheckPatched(Product product, CatalogOptions options)
    {
        var violations = new Violations();
        ProductRules.Check(product, options, violations, "product.");
        violations.ThrowIfAny();
    }

    // What a product must have, an update must not take away; and ids are used before the product is checked as a whole.
    private static void CheckNamed(Product product, IReadOnlyList<string> named, Violations violations)
    {
        violations
            .Require(!named.Contains("slug") || product.Slug.Length > 0, "product.slug", Slug.Rule)
            .Require(!named.Contains("status") || StatusText.IsKnown(product.Status), "product.status", "must be DRAFT, ACTIVE or ARCHIVED");
        for (var i = 0; i < product.CategoryIds.Count; i++)
        {
            violations.RequireUuid(product.CategoryIds[i], $"product.category_ids[{i}]");
        }
    }
}
