using System.Diagnostics;
using Google.Protobuf;
using RabbitMQ.Client;

namespace Shop.ServiceDefaults.Messaging;

/// <summary>A message as the broker handed it over.</summary>
/// <param name="Tag">What to acknowledge it by.</param>
/// <param name="Properties">Id, type and headers.</param>
/// <param name="Body">The protobuf message; valid while it is being handled.</param>
internal sealed record Delivery(ulong Tag, IReadOnlyBasicProperties Properties, ReadOnlyMemory<byte> Body)
{
    public string Type => Properties.Type ?? "";

    /// <exception cref="PoisonException">It has none.</exception>
    public Guid MessageId => Guid.TryParse(Properties.MessageId, out var id) ? id : throw new PoisonException("The message has no id.");

    public DateTimeOffset OccurTime => Properties.Time(MessageHeaders.OccurTime) ?? DateTimeOffset.UnixEpoch;

    public int Attempt => (int)(Properties.Number(MessageHeaders.Attempt) ?? 1);

    public int Waits => (int)(Properties.Number(MessageHeaders.Waits) ?? 0);

    public ActivityContext PublishContext =>
        ActivityContext.TryParse(
            Properties.Text(MessageHeaders.TraceParent), Properties.Text(MessageHeaders.TraceState), isRemote: true, out var context)
            ? context
            : default;

    /// <exception cref="PoisonException">It is not a message of that type.</exception>
    public TMessage Read<TMessage>() where TMessage : class, IMessage<TMessage>, new()
    {
        var message = new TMessage();
        if (Type != message.Descriptor.FullName)
        {
            throw new PoisonException($"The message is of the unknown type '{Type}'.");
        }

        try
        {
            message.MergeFrom(Body.Span);
            return message;
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw new PoisonException($"The message cannot be read as {Type}.", exception);
        }
    }
}
