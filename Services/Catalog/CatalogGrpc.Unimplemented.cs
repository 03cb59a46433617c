using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Shop.Contracts.Catalog.V1;
using Shop.ServiceDefaults.Grpc;

namespace Shop.Catalog;

/// <summary>What the contract promises and this version does not do yet.</summary>
internal sealed partial class CatalogGrpc
{
    public override Task<SearchProductsResponse> SearchProducts(SearchProductsRequest request, ServerCallContext context) =>
        throw ShopErrors.Unimplemented(nameof(SearchProducts));

    public override Task WatchProducts(WatchProductsRequest request, IServerStreamWriter<WatchProductsResponse> responseStream, ServerCallContext context) =>
        throw ShopErrors.Unimplemented(nameof(WatchProducts));

    public override Task<Category> CreateCategory(CreateCategoryRequest request, ServerCallContext context) =>
        throw ShopErrors.Unimplemented(nameof(CreateCategory));

    public override Task<Category> UpdateCategory(UpdateCategoryRequest request, ServerCallContext context) =>
        throw ShopErrors.Unimplemented(nameof(UpdateCategory));

    public override Task<Empty> DeleteCategory(DeleteCategoryRequest request, ServerCallContext context) =>
        throw ShopErrors.Unimplemented(nameof(DeleteCategory));

    public override Task<ImportProductsResponse> ImportProducts(IAsyncStreamReader<ImportProductsRequest> requestStream, ServerCallContext context) =>
        throw ShopErrors.Unimplemented(nameof(ImportProducts));

    public override Task ExportProducts(ExportProductsRequest request, IServerStreamWriter<ExportProductsResponse> responseStream, ServerCallContext context) =>
        throw ShopErrors.Unimplemented(nameof(ExportProducts));
}
