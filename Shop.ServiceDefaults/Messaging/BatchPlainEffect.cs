using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;

namespace Shop.ServiceDefaults.Messaging;

/// <summary>The effect of a batch consumer that sees to duplicates itself.</summary>
internal sealed class BatchPlainEffect<TMessage, TConsumer>(IServiceScopeFactory scopes) : IBatchEffect
    where TMessage : class, IMessage<TMessage>, new()
    where TConsumer : class, IIdempotentBatchConsumer<TMessage>
{
    public async Task<bool> ApplyAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        await ApplyAsync([delivery], cancellationToken);
        return true;
    }

    public async Task ApplyAsync(IReadOnlyList<Delivery> deliveries, CancellationToken cancellationToken)
    {
        var messages = deliveries.DistinctBy(delivery => delivery.MessageId).Select(delivery => delivery.Read<TMessage>()).ToList();
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<TConsumer>().ConsumeAsync(messages, cancellationToken);
    }
}
