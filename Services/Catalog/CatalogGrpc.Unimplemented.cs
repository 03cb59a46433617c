using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Shop.Contracts.Catalog.V1;
using Shop.ServiceDefaults.Grpc;

namespace Shop.Catalog;

/// <summary>What the contract promises and this version does not do yet: search, watching, and the administrator's side.</summary>
internal sealed partial class CatalogGrpc
{
    public override Task<SearchProductsResponse> SearchProducts(SearchProductsRequest request, ServerCallContext context) =>
        throw ShopErrors.Unimplemented(nameof(SearchProducts));

    public override Task WatchProducts(WatchProductsRequest request, IServerStreamWriter<WatchProductsResponse> responseStream, ServerCallContext context) =>
        throw ShopErrors.Unimplemented(nameof(WatchProducts));

    public override Task<Product> CreateProduct(CreateProductRequest request, ServerCallContext context) =>
        throw ShopErrors.Unimplemented(nameof(CreateProduct));

    public override Task<Product> UpdateProduct(UpdateProductRequest request, ServerCallContext context) =>
        throw ShopErrors.Unimplemented(nameof(UpdateProduct));

    public override Task<Empty> DeleteProduct(DeleteProductRequest request, ServerCallContext context) =>
        throw ShopErrors.Unimplemented(nameof(DeleteProduct));

    public override Task<Product> SetPrice(SetPriceRequest request, ServerCallContext context) =>
        throw ShopErrors.Unimplemented(nameof(SetPrice));

    public override Task<ImportProductsResponse> ImportProducts(IAsyncStreamReader<ImportProductsRequest> requestStream, ServerCallContext context) =>
        throw ShopErrors.Unimplemented(nameof(ImportProducts));

    public override Task ExportProducts(ExportProductsRequest request, IServerStreamWriter<ExportProductsResponse> responseStream, ServerCallContext context) =>
        throw ShopErrors.Unimplemented(nameof(ExportProducts));
}
