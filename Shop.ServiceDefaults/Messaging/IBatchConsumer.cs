using Google.Protobuf;

namespace Shop.ServiceDefaults.Messaging;

/// <summary>
/// Does what many messages mean together, in Postgres, exactly once: the statements it adds to the context's transaction take effect
/// with the inbox rows of all of them, or not at all. What has come while the last batch ran is the next one; a message that comes
/// alone is a batch of one, at once. When a batch fails, each of its messages is tried by itself, and only those that fail then have
/// failed. Messages are in no order. It may run several times for one message, as <see cref="IConsumer{TMessage}"/> may. A new
/// instance for every batch.
/// </summary>
/// <remarks>Replicas run batches at once: a statement that writes many rows takes their locks in one order.</remarks>
/// <typeparam name="TMessage">A protobuf message; its full name is the routing key.</typeparam>
public interface IBatchConsumer<in TMessage> where TMessage : IMessage
{
    /// <summary>Consumes messages, one or more. An exception rolls everything back; for one message alone it counts as in <see cref="IConsumer{TMessage}"/>.</summary>
    Task ConsumeAsync(IReadOnlyList<TMessage> messages, BatchContext context, CancellationToken cancellationToken);
}
