using Shop.Contracts.Catalog.V1;
using Shop.ServiceDefaults.Messaging;

namespace Shop.Catalog;

/// <summary>Every replica hears of every change, for its cache and for those who watch there.</summary>
internal sealed class ForgetProduct(ProductCache cache) : IIdempotentConsumer<ProductChanged>
{
    public Task ConsumeAsync(ProductChanged message, MessageContext context, CancellationToken cancellationToken)
    {
        cache.Forget(Guid.Parse(message.ProductId), message.Revision);
        return Task.CompletedTask;
    }
}
