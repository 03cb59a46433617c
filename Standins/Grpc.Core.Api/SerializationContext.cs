using System.Buffers;

namespace Grpc.Core;

/// <summary>Takes the bytes of one message: either all at once, or through the buffer writer and then <see cref="Complete()"/>.</summary>
public abstract class SerializationContext
{
    public virtual void Complete(byte[] payload) => throw Unsupported();

    public virtual IBufferWriter<byte> GetBufferWriter() => throw Unsupported();

    /// <summary>To be told before the first byte is written, so that nothing has to be copied.</summary>
    public virtual void SetPayloadLength(int payloadLength)
    {
    }

    public virtual void Complete() => throw Unsupported();

    private NotSupportedException Unsupported() => new($"{GetType()} does not take a message in this way.");
}
