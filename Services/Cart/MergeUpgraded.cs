using Shop.Contracts.Identity.V1;
using Shop.ServiceDefaults.Messaging;

namespace Shop.Carts;

/// <summary>A guest is a customer now. Identity asks for the merge at once; this one is for when it could not, and for what came in between.</summary>
internal sealed class MergeUpgraded(CartMerge merge) : IIdempotentConsumer<GuestUpgraded>
{
    public Task ConsumeAsync(GuestUpgraded message, MessageContext context, CancellationToken cancellationToken) =>
        merge.MergeAsync(context.MessageId.ToString(), nameof(GuestUpgraded), message.GuestId, message.UserId);
}
