using System.Buffers;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Pipelines.Sockets.Unofficial;

internal sealed class SocketTransport(Socket socket) : ByteTransport
{
    // Few enough that the writer can go on with the first while the last are still on their way.
    private const int MaxSegments = 16;

    private readonly List<ArraySegment<byte>> _segments = new(MaxSegments);

    public override ValueTask<int> ReceiveAsync(Memory<byte> buffer) => socket.ReceiveAsync(buffer, SocketFlags.None);

    public override async ValueTask<long> SendAsync(ReadOnlySequence<byte> buffer)
    {
        if (buffer.IsSingleSegment || !Gather(buffer))
        {
            return await socket.SendAsync(buffer.First, SocketFlags.None).ConfigureAwait(false);
        }

        return await socket.SendAsync(_segments, SocketFlags.None).ConfigureAwait(false);
    }

    public override void EndSend() => Shutdown(SocketShutdown.Send);

    public override void Abort() => Shutdown(SocketShutdown.Both);

    private bool Gather(ReadOnlySequence<byte> buffer)
    {
        _segments.Clear();
        foreach (var memory in buffer)
        {
            if (_segments.Count == MaxSegments)
            {
                break;
            }

            // Memory that is not an array's is sent by itself.
            if (!MemoryMarshal.TryGetArray(memory, out var segment))
            {
                return false;
            }

            _segments.Add(segment);
        }

        return true;
    }

    private void Shutdown(SocketShutdown direction)
    {
        try
        {
            socket.Shutdown(direction);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // It is down already, which is all that was wanted.
        }
    }
}
