using Grpc.Core;
using Microsoft.Extensions.Options;
using Shop.Contracts.Catalog.V1;
using Shop.ServiceDefaults.Grpc;
using Shop.ServiceDefaults.Security;

namespace Shop.Catalog;

/// <summary>The rpcs of the catalog: check what was asked, call the store, answer.</summary>
internal sealed partial class CatalogGrpc(
    CatalogStore store,
    ProductCache cache,
    CategoryCache categories,
    ProductSearch search,
    ProductWatchers watchers,
    ProductImporter importer,
    ProductWriter writer,
    CategoryWriter categoryWriter,
    PageTokens pageTokens,
    IOptions<CatalogOptions> options,
    TimeProvider time) : CatalogService.CatalogServiceBase
{
    private readonly CatalogOptions _options = options.Value;

    public override async Task<Product> GetProduct(GetProductRequest request, ServerCallContext context)
    {
        RequestRules.Check(request);
        var key = request.KeyCase == GetProductRequest.KeyOneofCase.Slug ? ProductKey.OfSlug(request.Slug) : ProductKey.OfId(Guid.Parse(request.ProductId));
        var found = await cache.FindAsync(key, context.CancellationToken);
        return found is not null && (found.Product.Status == ProductStatus.Active || IsAdmin(context))
            ? PriceTimes.InCurrency(found.Product, request.CurrencyCode, time.GetUtcNow())
            : throw ShopErrors.NotFound("product", request.KeyCase == GetProductRequest.KeyOneofCase.Slug ? request.Slug : request.ProductId);
    }

    public override async Task<BatchGetVariantsResponse> BatchGetVariants(BatchGetVariantsRequest request, ServerCallContext context)
    {
        string[] skus = [.. request.Skus.Distinct(StringComparer.Ordinal)];
        RequestRules.Check(request, skus);
        var found = await cache.FindAllAsync(skus.Select(ProductKey.OfSku), context.CancellationToken);
        var now = time.GetUtcNow();
        var response = new BatchGetVariantsResponse();
        foreach (var sku in skus)
        {
            if (found.GetValueOrDefault(ProductKey.OfSku(sku))?.ListingOf(sku) is { } listing && PriceTimes.InCurrency(listing, request.CurrencyCode, now) is { } priced)
            {
                response.Listings.Add(priced);
            }
            else
            {
                response.MissingSkus.Add(sku);
            }
        }

        return response;
    }

    public override async Task<ListProductsResponse> ListProducts(ListProductsRequest request, ServerCallContext context)
    {
        RequestRules.Check(request);
        if (request.Statuses.Any(status => status != ProductStatus.Active) && !IsAdmin(context))
        {
            throw ShopErrors.PermissionDenied("ADMIN_REQUIRED", "Only administrators see products that are not ACTIVE.");
        }

        var now = time.GetUtcNow();
        var size = PageSize(request.PageSize, standard: 24, largest: 100);
        var page = await store.ListProductsAsync(
            new ProductQuery(
                request.CategoryId.Length == 0 ? null : Guid.Parse(request.CategoryId),
                request.Statuses.Count == 0 ? [ProductStatus.Active] : [.. request.Statuses.Distinct()],
                ProductOrdering.Of(request.OrderBy),
                PagePosition.Of(pageTokens, request, request.PageToken),
                size),
            context.CancellationToken)
            ?? throw ShopErrors.NotFound("category", request.CategoryId);
        return new ListProductsResponse { Products = { page.Items.Select(product => PriceTimes.InCurrency(product, request.CurrencyCode, now)) }, NextPageToken = page.Next?.ToToken(pageTokens, request) ?? "" };
    }

    public override Task<SearchProductsResponse> SearchProducts(SearchProductsRequest request, ServerCallContext context)
    {
        SearchRules.Check(request, _options);
        return search.SearchAsync(request, PageSize(request.PageSize, standard: 24, largest: 100), context.CancellationToken);
    }

    public override async Task<ListCategoriesResponse> ListCategories(ListCategoriesRequest request, ServerCallContext context)
    {
        RequestRules.Check(request);
        var tree = await categories.ReadAsync(context.CancellationToken);
        var page = tree.Below(
            request.ParentId.Length == 0 ? "" : Guid.Parse(request.ParentId).ToString(),
            request.Recursive,
            PagePosition.Of(pageTokens, request, request.PageToken),
            PageSize(request.PageSize, standard: 200, largest: 1000))
            ?? throw ShopErrors.NotFound("category", request.ParentId);
        return new ListCategoriesResponse { Categories = { page.Items }, NextPageToken = page.Next?.ToToken(pageTokens, request) ?? "" };
    }

    private static bool IsAdmin(ServerCallContext context) => Caller.From(context.GetHttpContext().User) is { IsAdmin: true };

    private static int PageSize(int requested, int standard, int largest) => requested == 0 ? standard : Math.Min(requested, largest);
}
