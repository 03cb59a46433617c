using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shop.ServiceDefaults.Postgres;

namespace Shop.ServiceDefaults.Messaging;

/// <summary>The effect of a consumer with its inbox row and the events it publishes: one transaction.</summary>
internal sealed class InboxEffect<TMessage, TConsumer>(
    string queue, IServiceScopeFactory scopes, NpgsqlDataSource dataSource, Outbox outbox) : IEffect
    where TMessage : class, IMessage<TMessage>, new()
    where TConsumer : class, IConsumer<TMessage>
{
    public async Task<bool> ApplyAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var message = delivery.Read<TMessage>();
        await using var scope = scopes.CreateAsyncScope();
        await using var transaction = new BatchedTransaction(dataSource);
        var context = new ConsumeContext(delivery, transaction);
        Inbox.Append(transaction.Batch, delivery.MessageId, queue);
        try
        {
            await scope.ServiceProvider.GetRequiredService<TConsumer>().ConsumeAsync(message, context, cancellationToken);
            outbox.Append(transaction.Batch, [.. context.Events]);
            await transaction.CommitAsync(cancellationToken);
        }
        catch (PostgresException exception) when (Inbox.IsDuplicate(exception))
        {
            return false;
        }

        if (context.Events.Count > 0)
        {
            outbox.Wake();
        }

        return true;
    }
}
