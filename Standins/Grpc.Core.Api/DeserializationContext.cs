using System.Buffers;

namespace Grpc.Core;

/// <summary>Gives the bytes of one message, once.</summary>
public abstract class DeserializationContext
{
    public abstract int PayloadLength { get; }

    public virtual byte[] PayloadAsNewBuffer() => throw new NotSupportedException($"{GetType()} does not give a message as an array.");

    /// <summary>Valid until the deserializer returns.</summary>
    public virtual ReadOnlySequence<byte> PayloadAsReadOnlySequence() => new(PayloadAsNewBuffer());
}
