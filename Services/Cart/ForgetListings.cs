using Shop.Contracts.Catalog.V1;
using Shop.ServiceDefaults.Messaging;

namespace Shop.Carts;

/// <summary>A product has changed: every replica of Cart asks Catalog anew.</summary>
internal sealed class ForgetListings(RecentListings listings) : IIdempotentConsumer<ProductChanged>
{
    public Task ConsumeAsync(ProductChanged message, MessageContext context, CancellationToken cancellationToken)
    {
        listings.Forget([.. message.RemovedSkus, .. message.Product?.Variants.Select(variant => variant.Sku) ?? []]);
        return Task.CompletedTask;
    }
}
