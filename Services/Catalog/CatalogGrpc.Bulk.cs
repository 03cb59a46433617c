using Grpc.Core;
using Shop.Contracts.Catalog.V1;
using Shop.ServiceDefaults.Security;

namespace Shop.Catalog;

/// <summary>Everything in, and everything out.</summary>
internal sealed partial class CatalogGrpc
{
    private static readonly ProductStatus[] AllStatuses = [ProductStatus.Draft, ProductStatus.Active, ProductStatus.Archived];

    public override Task<ImportProductsResponse> ImportProducts(IAsyncStreamReader<ImportProductsRequest> requestStream, ServerCallContext context) =>
        importer.ImportAsync(requestStream, context.Method.TrimStart('/'), Caller.Of(context).Id, context.CancellationToken);

    public override async Task ExportProducts(ExportProductsRequest request, IServerStreamWriter<ExportProductsResponse> responseStream, ServerCallContext context)
    {
        RequestRules.Check(request);
        await foreach (var product in store.ExportAsync(request.Statuses.Count == 0 ? AllStatuses : request.Statuses.Distinct(), context.CancellationToken))
        {
            await responseStream.WriteAsync(new ExportProductsResponse { Product = product }, context.CancellationToken);
        }
    }
}
