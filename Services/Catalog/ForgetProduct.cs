using Shop.Contracts.Catalog.V1;
using Shop.ServiceDefaults.Messaging;

namespace Shop.Catalog;

/// <summary>Every replica hears of every change, for its caches and for those who watch there.</summary>
internal sealed class ForgetProduct(ProductCache products, CategoryCache categories, ProductWatchers watchers)
    : IIdempotentConsumer<ProductChanged>, IIdempotentConsumer<ProductStockChanged>, IIdempotentConsumer<CategoryChanged>
{
    public Task ConsumeAsync(ProductChanged message, MessageContext context, CancellationToken cancellationToken) =>
        Forget(Guid.Parse(message.ProductId), message.Revision);

    // Stock is no revision: whatever is known may be from before.
    public Task ConsumeAsync(ProductStockChanged message, MessageContext context, CancellationToken cancellationToken) =>
        Forget(Guid.Parse(message.ProductId), long.MaxValue);

    public Task ConsumeAsync(CategoryChanged message, MessageContext context, CancellationToken cancellationToken)
    {
        categories.Forget();
        return Task.CompletedTask;
    }

    private Task Forget(Guid productId, long revision)
    {
        products.Forget(productId, revision);
        watchers.Notify(productId);
        return Task.CompletedTask;
    }
}
