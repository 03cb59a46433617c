using Shop.Contracts.Identity.V1;
using Shop.ServiceDefaults.Messaging;

namespace Shop.Orders;

/// <summary>An account is erased: its orders stay, without what is personal.</summary>
internal sealed class EraseOwner(OrderOwners owners) : IIdempotentConsumer<UserDeleted>
{
    public Task ConsumeAsync(UserDeleted message, MessageContext context, CancellationToken cancellationToken) =>
        owners.EraseAsync(message.UserId, message.DeleteTime?.ToDateTimeOffset() ?? context.OccurTime, cancellationToken);
}
