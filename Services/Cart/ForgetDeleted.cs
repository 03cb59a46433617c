using Shop.Contracts.Identity.V1;
using Shop.ServiceDefaults.Messaging;

namespace Shop.Carts;

/// <summary>An account is erased, and its cart with it.</summary>
internal sealed class ForgetDeleted(CartStore store) : IIdempotentConsumer<UserDeleted>
{
    public Task ConsumeAsync(UserDeleted message, MessageContext context, CancellationToken cancellationToken) => store.DeleteAsync(message.UserId);
}
