using System.IO.Pipelines;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace Pipelines.Sockets.Unofficial;

/// <summary>The arguments of a socket operation that can be awaited: for the bytes transferred, or the socket's error.</summary>
/// <remarks>One operation at a time; the arguments can be used again once the awaiter has answered.</remarks>
public class SocketAwaitableEventArgs : SocketAsyncEventArgs, ICriticalNotifyCompletion
{
    private static readonly Action CompletedMarker = () => { };

    private readonly PipeScheduler? _ioScheduler;
    private Action? _continuation;
    private SocketError _abortedBy;

    /// <param name="ioScheduler">Where whoever awaits goes on; null for the thread that completes the operation.</param>
    public SocketAwaitableEventArgs(PipeScheduler? ioScheduler = null)
        : base(true)
    {
        _ioScheduler = ioScheduler;
    }

    public bool IsCompleted => ReferenceEquals(Volatile.Read(ref _continuation), CompletedMarker);

    public SocketAwaitableEventArgs GetAwaiter() => this;

    /// <exception cref="SocketException">The operation failed, or was aborted.</exception>
    public int GetResult()
    {
        Volatile.Write(ref _continuation, null);
        var error = _abortedBy == SocketError.Success ? SocketError : _abortedBy;
        return error == SocketError.Success ? BytesTransferred : throw new SocketException((int)error);
    }

    public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

    public void UnsafeOnCompleted(Action continuation)
    {
        if (Interlocked.CompareExchange(ref _continuation, continuation, null) is not null)
        {
            Continue(continuation);
        }
    }

    /// <summary>Lets whoever awaits go on; called for an operation that has completed at once. Further calls do nothing.</summary>
    public void Complete()
    {
        var continuation = Interlocked.Exchange(ref _continuation, CompletedMarker);
        if (continuation is not null && !ReferenceEquals(continuation, CompletedMarker))
        {
            Continue(continuation);
        }
    }

    /// <summary>Lets whoever awaits go on with an error, whatever becomes of the operation.</summary>
    public void Abort(SocketError error = SocketError.OperationAborted)
    {
        _abortedBy = error == SocketError.Success ? SocketError.OperationAborted : error;
        Complete();
    }

    protected override void OnCompleted(SocketAsyncEventArgs e) => Complete();

    private void Continue(Action continuation)
    {
        if (_ioScheduler is null)
        {
            continuation();
        }
        else
        {
            _ioScheduler.Schedule(static state => ((Action)state!)(), continuation);
        }
    }
}
