using System.IO.Pipelines;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace Pipelines.Sockets.Unofficial;

/// <summary>Moves bytes between a transport and two pipes, and remembers what first ended that.</summary>
/// <remarks>
/// Each direction is one loop, which alone touches its end of the pipe and completes it when the transport is done with the
/// memory. A full pipe makes its loop, or whoever writes, wait.
/// </remarks>
internal sealed class DuplexPump(ByteTransport transport, PipeOptions? sendOptions, PipeOptions? receiveOptions)
{
    private const int LargestReceive = 64 * 1024;

    private readonly Pipe _toSend = new(sendOptions ?? PipeOptions.Default);
    private readonly Pipe _received = new(receiveOptions ?? PipeOptions.Default);
    private int _shutdownKind;
    private int _socketError;
    private long _bytesReceived;
    private long _bytesSent;
    private int _lastReceived;

    public PipeReader Input => _received.Reader;

    public PipeWriter Output => _toSend.Writer;

    public PipeShutdownKind ShutdownKind => (PipeShutdownKind)Volatile.Read(ref _shutdownKind);

    public SocketError SocketError => (SocketError)Volatile.Read(ref _socketError);

    public long BytesReceived => Volatile.Read(ref _bytesReceived);

    public long BytesSent => Volatile.Read(ref _bytesSent);

    public int LastReceived => Volatile.Read(ref _lastReceived);

    public long BytesWaitingToBeRead => Length(_received);

    public long BytesWaitingToBeSent => Length(_toSend);

    public void Start()
    {
        StartReceiving();
        // From the pool: the loops outlive whoever connects, and must not hold on to its execution context.
        ThreadPool.UnsafeQueueUserWorkItem(static pump => _ = pump.SendAsync(), this, preferLocal: false);
    }

    public void StartReceiving() => ThreadPool.UnsafeQueueUserWorkItem(static pump => _ = pump.ReceiveAsync(), this, preferLocal: false);

    /// <returns>Whether nothing had ended it before.</returns>
    public bool TryEnd(PipeShutdownKind kind, SocketError error = SocketError.Success)
    {
        if (Interlocked.CompareExchange(ref _shutdownKind, (int)kind, (int)PipeShutdownKind.None) != (int)PipeShutdownKind.None)
        {
            return false;
        }

        Volatile.Write(ref _socketError, (int)error);
        return true;
    }

    /// <summary>Ends both directions for whoever owns the transport, and is about to dispose it.</summary>
    public void Stop()
    {
        TryEnd(PipeShutdownKind.PipeDisposed);
        _toSend.Reader.CancelPendingRead();
    }

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_Length")]
    private static extern long Length(Pipe pipe);

    private async Task ReceiveAsync()
    {
        Exception? error = null;
        try
        {
            TryEnd(await ReceiveUntilEndAsync().ConfigureAwait(false));
        }
        catch (Exception exception)
        {
            error = Fail(exception, PumpFailure.Receiving);
        }

        await _received.Writer.CompleteAsync(error).ConfigureAwait(false);
    }

    private async Task<PipeShutdownKind> ReceiveUntilEndAsync()
    {
        var expected = 1;
        while (true)
        {
            var buffer = _received.Writer.GetMemory(expected);
            var count = await transport.ReceiveAsync(buffer).ConfigureAwait(false);
            Volatile.Write(ref _lastReceived, count);
            if (count == 0)
            {
                return PipeShutdownKind.ReadEndOfStream;
            }

            // A full buffer means that more is waiting: take larger pieces of a large value.
            expected = count == buffer.Length ? Math.Min(buffer.Length * 2, LargestReceive) : 1;
            Volatile.Write(ref _bytesReceived, _bytesReceived + count);
            _received.Writer.Advance(count);
            var flushed = await _received.Writer.FlushAsync().ConfigureAwait(false);
            if (flushed.IsCompleted)
            {
                return PipeShutdownKind.ReadFlushCompleted;
            }
        }
    }

    private async Task SendAsync()
    {
        Exception? error = null;
        try
        {
            await SendUntilEndAsync().ConfigureAwait(false);
            TryEnd(PipeShutdownKind.WriteEndOfStream);
            transport.EndSend();
        }
        catch (Exception exception)
        {
            error = Fail(exception, PumpFailure.Sending);
            // No answer will come to what could not be sent: end the receiving too, so that the reader hears of it.
            transport.Abort();
        }

        await _toSend.Reader.CompleteAsync(error).ConfigureAwait(false);
    }

    private async Task SendUntilEndAsync()
    {
        while (true)
        {
            var read = await _toSend.Reader.ReadAsync().ConfigureAwait(false);
            var buffer = read.Buffer;
            var sent = buffer.IsEmpty ? 0 : await transport.SendAsync(buffer).ConfigureAwait(false);
            Volatile.Write(ref _bytesSent, _bytesSent + sent);
            var done = read.IsCanceled || (read.IsCompleted && sent == buffer.Length);
            _toSend.Reader.AdvanceTo(buffer.GetPosition(sent));
            if (done)
            {
                return;
            }
        }
    }

    /// <summary>Notes the failure; answers what the other end of the pipe should see of it.</summary>
    private Exception? Fail(Exception exception, PumpFailure failure)
    {
        var socketError = PumpFailure.SocketErrorOf(exception);
        TryEnd(failure.KindOf(exception), socketError);
        return ShutdownKind switch
        {
            // Whoever disposes knows: for the pipe that is a plain end.
            PipeShutdownKind.PipeDisposed => null,
            _ when socketError == SocketError.ConnectionReset => new ConnectionResetException(exception.Message, exception),
            _ => exception,
        };
    }
}
