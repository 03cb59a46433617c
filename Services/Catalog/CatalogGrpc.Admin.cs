using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Shop.Contracts.Catalog.V1;
using Shop.ServiceDefaults.Postgres;
using Shop.ServiceDefaults.Security;

namespace Shop.Catalog;

/// <summary>The administrator's side.</summary>
internal sealed partial class CatalogGrpc
{
    public override Task<Product> CreateProduct(CreateProductRequest request, ServerCallContext context)
    {
        AdminRules.Check(request, _options);
        return writer.CreateAsync(KeyOf(request, request.RequestId, context), request.Product, context.CancellationToken);
    }

    public override Task<Product> UpdateProduct(UpdateProductRequest request, ServerCallContext context)
    {
        AdminRules.Check(request);
        return writer.UpdateAsync(KeyOf(request, request.RequestId, context), request, context.CancellationToken);
    }

    public override Task<Empty> DeleteProduct(DeleteProductRequest request, ServerCallContext context)
    {
        AdminRules.Check(request);
        return writer.DeleteAsync(KeyOf(request, request.RequestId, context), request, context.CancellationToken);
    }

    public override Task<Product> SetPrice(SetPriceRequest request, ServerCallContext context)
    {
        AdminRules.Check(request, _options, time.GetUtcNow());
        return writer.SetPriceAsync(KeyOf(request, request.RequestId, context), request, context.CancellationToken);
    }

    public override Task<Category> CreateCategory(CreateCategoryRequest request, ServerCallContext context)
    {
        CategoryRules.Check(request);
        return categoryWriter.CreateAsync(KeyOf(request, request.RequestId, context), request.Category, context.CancellationToken);
    }

    public override Task<Category> UpdateCategory(UpdateCategoryRequest request, ServerCallContext context)
    {
        CategoryRules.Check(request);
        var named = CategoryPatch.Named(request.Category, request.UpdateMask);
        return categoryWriter.UpdateAsync(KeyOf(request, request.RequestId, context), request.Category, named, context.CancellationToken);
    }

    public override Task<Empty> DeleteCategory(DeleteCategoryRequest request, ServerCallContext context)
    {
        CategoryRules.Check(request);
        return categoryWriter.DeleteAsync(KeyOf(request, request.RequestId, context), Guid.Parse(request.CategoryId).ToString(), context.CancellationToken);
    }

    private static RequestKey KeyOf(IMessage request, string requestId, ServerCallContext context) =>
        RequestKey.Of(context.Method.TrimStart('/'), Caller.Of(context).Id, requestId, request);
}
