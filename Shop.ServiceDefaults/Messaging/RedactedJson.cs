using System.Collections;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Shop.ServiceDefaults.Messaging;

/// <summary>Messages for people to read, without what is none of their business: the fields that a contract marks <c>debug_redact</c>.</summary>
internal static class RedactedJson
{
    private const string Blackened = "[redacted]";

    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default.WithPreserveProtoFieldNames(true).WithIndentation());

    /// <summary>Reads a message and writes it as JSON; null when it cannot be read.</summary>
    public static string? Of(MessageDescriptor type, ReadOnlyMemory<byte> payload)
    {
        try
        {
            var message = type.Parser.ParseFrom(payload.Span);
            Redact(message);
            return Formatter.Format(message);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    private static void Redact(IMessage message)
    {
        foreach (var field in message.Descriptor.Fields.InDeclarationOrder())
        {
            if (field.GetOptions()?.DebugRedact == true)
            {
                Blacken(message, field);
            }
            else
            {
                foreach (var inner in MessagesIn(field.Accessor.GetValue(message)))
                {
                    Redact(inner);
                }
            }
        }
    }

    // A text that is set shows that it is; of anything else nothing is left.
    private static void Blacken(IMessage message, FieldDescriptor field)
    {
        if (field is { FieldType: FieldType.String, IsRepeated: false } && field.Accessor.GetValue(message) is string { Length: > 0 })
        {
            field.Accessor.SetValue(message, Blackened);
        }
        else
        {
            field.Accessor.Clear(message);
        }
    }

    private static IEnumerable<IMessage> MessagesIn(object? value) => value switch
    {
        IMessage message => [message],
        IDictionary map => map.Values.OfType<IMessage>(),
        IList list => list.OfType<IMessage>(),
        _ => [],
    };
}
