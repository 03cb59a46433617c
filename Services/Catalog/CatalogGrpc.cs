using Grpc.Core;
using Shop.Contracts.Catalog.V1;
using Shop.ServiceDefaults.Grpc;
using Shop.ServiceDefaults.Security;

namespace Shop.Catalog;

/// <summary>The rpcs of the catalog: check what was asked, call the store, answer.</summary>
internal sealed partial class CatalogGrpc(CatalogStore store, PageTokens pageTokens) : CatalogService.CatalogServiceBase
{
    public override async Task<Product> GetProduct(GetProductRequest request, ServerCallContext context)
    {
        RequestRules.Check(request);
        var product = request.KeyCase == GetProductRequest.KeyOneofCase.Slug
            ? await store.FindProductAsync(request.Slug, context.CancellationToken)
            : await store.FindProductAsync(Guid.Parse(request.ProductId), context.CancellationToken);
        return product is not null && (product.Status == ProductStatus.Active || IsAdmin(context))
            ? product
            : throw ShopErrors.NotFound("product", request.KeyCase == GetProductRequest.KeyOneofCase.Slug ? request.Slug : request.ProductId);
    }

    public override async Task<BatchGetVariantsResponse> BatchGetVariants(BatchGetVariantsRequest request, ServerCallContext context)
    {
        string[] skus = [.. request.Skus.Distinct(StringComparer.Ordinal)];
        RequestRules.Check(request, skus);
        var sold = await store.FindListingsAsync(skus, context.CancellationToken);
        return new BatchGetVariantsResponse
        {
            Listings = { skus.Where(sold.ContainsKey).Select(sku => sold[sku]) },
            MissingSkus = { skus.Where(sku => !sold.ContainsKey(sku)) },
        };
    }

    public override async Task<ListProductsResponse> ListProducts(ListProductsRequest request, ServerCallContext context)
    {
        RequestRules.Check(request);
        if (request.Statuses.Any(status => status != ProductStatus.Active) && !IsAdmin(context))
        {
            throw ShopErrors.PermissionDenied("ADMIN_REQUIRED", "Only administrators see products that are not ACTIVE.");
        }

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
        return new ListProductsResponse { Products = { page.Items }, NextPageToken = page.Next?.ToToken(pageTokens, request) ?? "" };
    }

    public override async Task<ListCategoriesResponse> ListCategories(ListCategoriesRequest request, ServerCallContext context)
    {
        RequestRules.Check(request);
        var page = await store.ListCategoriesAsync(
            request.ParentId.Length == 0 ? null : Guid.Parse(request.ParentId),
            request.Recursive,
            PagePosition.Of(pageTokens, request, request.PageToken),
            PageSize(request.PageSize, standard: 200, largest: 1000),
            context.CancellationToken)
            ?? throw ShopErrors.NotFound("category", request.ParentId);
        return new ListCategoriesResponse { Categories = { page.Items }, NextPageToken = page.Next?.ToToken(pageTokens, request) ?? "" };
    }

    private static bool IsAdmin(ServerCallContext context) => Caller.From(context.GetHttpContext().User) is { IsAdmin: true };

    private static int PageSize(int requested, int standard, int largest) => requested == 0 ? standard : Math.Min(requested, largest);
}
