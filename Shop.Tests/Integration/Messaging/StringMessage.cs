using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using RabbitMQ.Client;

namespace Shop.Tests.Integration.Messaging;

/// <summary>A text as a message, for those who put it into a queue themselves.</summary>
internal static class StringMessage
{
    public static BasicProperties Properties(Guid id) => new()
    {
        MessageId = id.ToString(),
        Type = StringValue.Descriptor.FullName,
        DeliveryMode = DeliveryModes.Persistent,
    };

    public static byte[] Body(string text) => new StringValue { Value = text }.ToByteArray();
}
