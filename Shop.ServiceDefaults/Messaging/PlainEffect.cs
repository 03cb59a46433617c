using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;

namespace Shop.ServiceDefaults.Messaging;

/// <summary>The effect of a consumer that sees to duplicates itself.</summary>
internal sealed class PlainEffect<TMessage, TConsumer>(IServiceScopeFactory scopes) : IEffect
    where TMessage : class, IMessage<TMessage>, new()
    where TConsumer : class, IIdempotentConsumer<TMessage>
{
    public async Task<bool> ApplyAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var message = delivery.Read<TMessage>();
        var context = new MessageContext(delivery.MessageId, delivery.OccurTime, delivery.Attempt);
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<TConsumer>().ConsumeAsync(message, context, cancellationToken);
        return true;
    }
}
