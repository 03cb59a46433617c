using Google.Protobuf.Collections;
using Shop.Contracts.Catalog.V1;
using Shop.ServiceDefaults.Grpc;

namespace Shop.Catalog;

/// <summary>What the contract demands of a search.</summary>
internal static class SearchRules
{
    private const int MaxValues = 20;

    // As many as there are kinds.
    private const int MaxFacets = (int)FacetKind.Option;

    public static void Check(SearchProductsRequest request, CatalogOptions options)
    {
        var violations = RequestRules.RequirePage(request.PageSize)
            .Require(request.Query.Length <= 200, "query", "must be at most 200 characters")
            .Require(SearchOrdering.IsKnown(request.OrderBy), "order_by", "must be one of the orders");
        RequestRules.RequireCurrencyIfAny(violations, request.CurrencyCode);
        violations.Require(request.Facets.Count <= MaxFacets, "facets", "must each be there once");
        for (var i = 0; i < Math.Min(request.Facets.Count, MaxFacets); i++)
        {
            violations
                .Require(request.Facets[i] is >= FacetKind.Category and <= FacetKind.Option, $"facets[{i}]", "must be one of the kinds")
                .Require(request.Facets.IndexOf(request.Facets[i]) == i, $"facets[{i}]", "must be there once");
        }

        if (request.Filter is { } filter)
        {
            CheckLists(filter, violations);
            CheckPrices(filter, options, violations);
        }

        violations.ThrowIfAny();
    }

    private static void CheckLists(ProductFilter filter, Violations violations)
    {
        RequireTexts(violations, filter.CategoryIds, "category_ids", 36);
        for (var i = 0; i < Math.Min(filter.CategoryIds.Count, MaxValues); i++)
        {
            violations.RequireUuid(filter.CategoryIds[i], $"filter.category_ids[{i}]");
        }

        RequireTexts(violations, filter.Brands, "brands", 100);
        RequireTexts(violations, filter.Tags, "tags", 50);
        RequireTexts(violations, [.. filter.Attributes.Select(fact => fact.Value)], "attributes", 200, ".value");
        RequireTexts(violations, [.. filter.Attributes.Select(fact => fact.Name)], "attributes", 50, ".name");
        RequireTexts(violations, [.. filter.Options.Select(choice => choice.Value)], "options", 100, ".value");
        RequireTexts(violations, [.. filter.Options.Select(choice => choice.Name)], "options", 50, ".name");
    }

    private static void RequireTexts(Violations violations, RepeatedField<string> values, string field, int longest, string part = "")
    {
        violations.Require(values.Count <= MaxValues, $"filter.{field}", "must be at most 20");
        for (var i = 0; i < Math.Min(values.Count, MaxValues); i++)
        {
            violations.RequireText(values[i], $"filter.{field}[{i}]{part}", 1, longest);
        }
    }

    private static void CheckPrices(ProductFilter filter, CatalogOptions options, Violations violations) => violations
        .Require(filter.MinPrice is null || filter.MinPrice.CurrencyCode == options.Currency, "filter.min_price.currency_code", "must be the shop's currency")
        .Require(filter.MaxPrice is null || filter.MaxPrice.CurrencyCode == options.Currency, "filter.max_price.currency_code", "must be the shop's currency")
        .Require(filter.MinPrice is null || filter.MinPrice.MinorUnits >= 0, "filter.min_price.minor_units", "must not be negative")
        .Require(filter.MaxPrice is null || filter.MaxPrice.MinorUnits >= (filter.MinPrice?.MinorUnits ?? 0), "filter.max_price.minor_units", "must be at least min_price");
}
