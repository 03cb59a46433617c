namespace Shop.ServiceDefaults.Messaging;

/// <summary>What came with a message.</summary>
/// <param name="messageId">See <see cref="MessageId"/>.</param>
/// <param name="occurTime">See <see cref="OccurTime"/>.</param>
/// <param name="attempt">See <see cref="Attempt"/>.</param>
public class MessageContext(Guid messageId, DateTimeOffset occurTime, int attempt)
{
    /// <summary>The message's own id, a UUIDv7, the same in every delivery of it: the key to recognise a duplicate by.</summary>
    public Guid MessageId { get; } = messageId;

    /// <summary>When what the message tells happened, by the clock of who wrote it, to the millisecond.</summary>
    public DateTimeOffset OccurTime { get; } = occurTime;

    /// <summary>Which try this is, from 1.</summary>
    public int Attempt { get; } = attempt;
}
