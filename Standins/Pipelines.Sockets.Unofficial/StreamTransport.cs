using System.Buffers;

namespace Pipelines.Sockets.Unofficial;

internal sealed class StreamTransport(Stream stream) : ByteTransport
{
    public override ValueTask<int> ReceiveAsync(Memory<byte> buffer) => stream.ReadAsync(buffer);

    public override async ValueTask<long> SendAsync(ReadOnlySequence<byte> buffer)
    {
        foreach (var memory in buffer)
        {
            await stream.WriteAsync(memory).ConfigureAwait(false);
        }

        await stream.FlushAsync().ConfigureAwait(false);
        return buffer.Length;
    }

    // A stream has no way to end one direction only; its owner disposes it.
    public override void EndSend()
    {
    }

    public override void Abort() => stream.Dispose();
}
