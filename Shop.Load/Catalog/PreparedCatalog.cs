using Grpc.Core;
using Shop.Contracts.Catalog.V1;

namespace Shop.Load.Catalog;

/// <summary>The limit that GetProduct is held against: a gRPC method that only answers.</summary>
internal sealed class PreparedCatalog(Product answer) : CatalogService.CatalogServiceBase
{
    public override Task<Product> GetProduct(GetProductRequest request, ServerCallContext context) => Task.FromResult(answer);
}
