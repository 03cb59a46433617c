using Shop.Contracts.Identity.V1;
using Shop.ServiceDefaults.Messaging;

namespace Shop.Orders;

/// <summary>A guest is a customer now, and the guest's orders are the customer's.</summary>
internal sealed class AdoptGuestOrders(OrderOwners owners) : IIdempotentConsumer<GuestUpgraded>
{
    public Task ConsumeAsync(GuestUpgraded message, MessageContext context, CancellationToken cancellationToken) =>
        owners.AdoptAsync(message.GuestId, message.UserId, message.UpgradeTime?.ToDateTimeOffset() ?? context.OccurTime, cancellationToken);
}
