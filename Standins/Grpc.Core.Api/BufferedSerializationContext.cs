using System.Buffers;

namespace Grpc.Core;

/// <summary>Turns a serializer that writes into one that returns an array.</summary>
internal sealed class BufferedSerializationContext : SerializationContext
{
    private readonly ArrayBufferWriter<byte> _written = new();
    private byte[]? _payload;

    public byte[] Payload => _payload ?? throw new InvalidOperationException("The serializer did not complete its message.");

    public override void Complete(byte[] payload) => _payload = payload;

    public override IBufferWriter<byte> GetBufferWriter() => _written;

    public override void Complete() => _payload = _written.WrittenSpan.ToArray();
}
