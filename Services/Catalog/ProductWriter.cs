using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Options;
using Shop.Contracts.Catalog.V1;
using Shop.ServiceDefaults.Grpc;
using Shop.ServiceDefaults.Messaging;
using Shop.ServiceDefaults.Postgres;

namespace Shop.Catalog;

/// <summary>What administrators do to products: each a transaction with its event and its answer.</summary>
internal sealed class ProductWriter(WriteOnce writes, Outbox outbox, ProductCache cache, IOptions<CatalogOptions> options, TimeProvider time)
{
    private readonly CatalogOptions _options = options.Value;

    public Task<Product> CreateAsync(RequestKey key, Product wanted, CancellationToken cancellationToken)
    {
        var id = Guid.CreateVersion7(time.GetUtcNow());
        var slugs = wanted.Slug.Length > 0 ? [wanted.Slug] : Slug.Candidates(wanted.Name, id);
        return WriteAsync(key, async (transaction, token) =>
        {
            var standing = await CatalogStore.ReadStandingAsync(transaction, QueryFor(wanted, slugs), token);
            var settled = ProductDecisions.Create(wanted, id, slugs, standing, _options, time.GetUtcNow());
            CatalogStore.AppendInsert(transaction.Batch, settled.Product, settled.NextPriceTime);
            return await ReadBackAsync(transaction, before: null, id, token);
        }, cancellationToken);
    }

    public Task<Product> UpdateAsync(RequestKey key, UpdateProductRequest request, CancellationToken cancellationToken)
    {
        var id = Guid.Parse(request.Product.ProductId);
        var named = ProductPatch.Named(request.Product, request.UpdateMask);
        var query = QueryFor(request.Product, [request.Product.Slug]) with { ProductIds = [id] };
        return WriteAsync(key, async (transaction, token) =>
        {
            var standing = await CatalogStore.ReadStandingAsync(transaction, query, token);
            var current = standing.Products.SingleOrDefault() ?? throw ShopErrors.NotFound("product", request.Product.ProductId);
            ProductDecisions.RequireEtag(current, request.Product.Etag);
            var wanted = ProductPatch.Apply(current, request.Product, named);
            AdminRules.CheckPatched(wanted, _options);
            return await SaveAsync(transaction, current, ProductDecisions.Change(current, wanted, WithOwn(standing, current), _options, time.GetUtcNow()), token);
        }, cancellationToken);
    }

    public Task<Product> SetPriceAsync(RequestKey key, SetPriceRequest request, CancellationToken cancellationToken) =>
        WriteAsync(key, async (transaction, token) =>
        {
            var standing = await CatalogStore.ReadStandingAsync(transaction, new StandingQuery { ProductSkus = [request.Sku] }, token);
            var current = standing.Products.SingleOrDefault() ?? throw ShopErrors.NotFound("sku", request.Sku);
            ProductDecisions.RequireEtag(current, request.Etag);
            var wanted = ProductDecisions.Price(current, request, _options);
            AdminRules.CheckPatched(wanted, _options);
            return await SaveAsync(transaction, current, ProductDecisions.Change(current, wanted, WithOwn(standing, current), _options, time.GetUtcNow()), token);
        }, cancellationToken);

    public async Task<Empty> DeleteAsync(RequestKey key, DeleteProductRequest request, CancellationToken cancellationToken)
    {
        var id = Guid.Parse(request.ProductId);
        var answer = await writes.RunAsync(key, async (transaction, token) =>
        {
            var standing = await CatalogStore.ReadStandingAsync(transaction, new StandingQuery { ProductIds = [id] }, token);
            var current = standing.Products.SingleOrDefault() ?? throw ShopErrors.NotFound("product", request.ProductId);
            ProductDecisions.RequireEtag(current, request.Etag);
            CatalogStore.AppendDelete(transaction.Batch, id);
            outbox.Append(transaction.Batch, ProductEvents.Deleted(current, time.GetUtcNow()));
            return new Empty();
        }, cancellationToken);
        outbox.Wake();
        cache.Forget(id);
        return answer;
    }

    private async Task<Product> WriteAsync(
        RequestKey key, Func<BatchedTransaction, CancellationToken, Task<Product>> work, CancellationToken cancellationToken)
    {
        var product = await writes.RunAsync(key, work, cancellationToken);
        outbox.Wake();
        cache.Forget(Guid.Parse(product.ProductId));
        return product;
    }

    private async Task<Product> SaveAsync(BatchedTransaction transaction, Product current, Settled? settled, CancellationToken cancellationToken)
    {
        if (settled is null)
        {
            return current;
        }

        CatalogStore.AppendUpdate(transaction.Batch, settled.Product, settled.NextPriceTime);
        return await ReadBackAsync(transaction, current, Guid.Parse(current.ProductId), cancellationToken);
    }

    private async Task<Product> ReadBackAsync(BatchedTransaction transaction, Product? before, Guid id, CancellationToken cancellationToken)
    {
        var product = (await CatalogStore.ReadBackAsync(transaction, [id], cancellationToken)).Single();
        outbox.Append(transaction.Batch, ProductEvents.Changed(before, product));
        return product;
    }

    private static StandingQuery QueryFor(Product wanted, IReadOnlyList<string> slugs) => new()
    {
        Slugs = [.. slugs],
        Skus = [.. wanted.Variants.Select(variant => variant.Sku)],
        CategoryIds = [.. wanted.CategoryIds.Select(Guid.Parse)],
    };

    // What the product has already is its own and there, whether or not it was asked about.
    private static Standing WithOwn(Standing standing, Product current) =>
        standing with { Categories = standing.Categories.Concat(current.CategoryIds.Select(Guid.Parse)).ToHashSet() };
}
