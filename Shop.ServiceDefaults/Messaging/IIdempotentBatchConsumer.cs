using Google.Protobuf;

namespace Shop.ServiceDefaults.Messaging;

/// <summary>
/// Does what many messages mean together when doing it twice is harmless (keep the greatest revision). Batches are as with
/// <see cref="IBatchConsumer{TMessage}"/>; there is no inbox and no transaction but its own. A new instance for every batch.
/// </summary>
/// <typeparam name="TMessage">A protobuf message; its full name is the routing key.</typeparam>
public interface IIdempotentBatchConsumer<in TMessage> where TMessage : IMessage
{
    /// <summary>Consumes messages, one or more. They are acknowledged when this returns; after an exception each is tried by itself.</summary>
    Task ConsumeAsync(IReadOnlyList<TMessage> messages, CancellationToken cancellationToken);
}
