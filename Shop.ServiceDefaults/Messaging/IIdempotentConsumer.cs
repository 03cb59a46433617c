using Google.Protobuf;

namespace Shop.ServiceDefaults.Messaging;

/// <summary>
/// Does what a message means when doing it twice is harmless, or recognises a duplicate itself by
/// <see cref="MessageContext.MessageId"/>: for effects outside Postgres, and for those that are idempotent by nature (keep the
/// greatest revision). A new instance for every message.
/// </summary>
/// <typeparam name="TMessage">A protobuf message; its full name is the routing key.</typeparam>
public interface IIdempotentConsumer<in TMessage> where TMessage : IMessage
{
    /// <summary>
    /// Consumes one message. It is acknowledged when this returns. An exception tries again later, with growing delay; after the
    /// last try the message is a dead letter. A <see cref="TransientException"/> does not count as a try.
    /// </summary>
    Task ConsumeAsync(TMessage message, MessageContext context, CancellationToken cancellationToken);
}
