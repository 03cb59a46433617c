using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shop.ServiceDefaults.Postgres;

namespace Shop.ServiceDefaults.Messaging;

/// <summary>The effect of a batch consumer with the inbox rows and the events it publishes: one transaction.</summary>
internal sealed class BatchInboxEffect<TMessage, TConsumer>(
    string queue, IServiceScopeFactory scopes, NpgsqlDataSource dataSource, Outbox outbox) : IBatchEffect
    where TMessage : class, IMessage<TMessage>, new()
    where TConsumer : class, IBatchConsumer<TMessage>
{
    public async Task<bool> ApplyAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        try
        {
            await ApplyAsync([delivery], cancellationToken);
            return true;
        }
        catch (PostgresException exception) when (Inbox.IsDuplicate(exception))
        {
            return false;
        }
    }

    public async Task ApplyAsync(IReadOnlyList<Delivery> deliveries, CancellationToken cancellationToken)
    {
        var distinct = deliveries.DistinctBy(delivery => delivery.MessageId).ToList();
        var messages = distinct.ConvertAll(delivery => delivery.Read<TMessage>());
        await using var scope = scopes.CreateAsyncScope();
        await using var transaction = new BatchedTransaction(dataSource);
        var context = new BatchContext(transaction);
        Inbox.Append(transaction.Batch, [.. distinct.Select(delivery => delivery.MessageId)], queue);
        await scope.ServiceProvider.GetRequiredService<TConsumer>().ConsumeAsync(messages, context, cancellationToken);
        outbox.Append(transaction.Batch, [.. context.Events]);
        await transaction.CommitAsync(cancellationToken);
        if (context.Events.Count > 0)
        {
            outbox.Wake();
        }
    }
}
