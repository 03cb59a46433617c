using System.Buffers;

namespace Pipelines.Sockets.Unofficial;

/// <summary>What carries the bytes of a pair of pipes. One receive and one send may run at the same time.</summary>
internal abstract class ByteTransport
{
    /// <returns>The bytes received; zero when the peer sends nothing more.</returns>
    public abstract ValueTask<int> ReceiveAsync(Memory<byte> buffer);

    /// <returns>How many of the bytes were sent, from the first on.</returns>
    public abstract ValueTask<long> SendAsync(ReadOnlySequence<byte> buffer);

    /// <summary>Tells the peer that nothing more follows.</summary>
    public abstract void EndSend();

    /// <summary>Ends the receive that may be waiting.</summary>
    public abstract void Abort();
}
