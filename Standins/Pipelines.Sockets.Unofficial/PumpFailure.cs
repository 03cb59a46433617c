using System.Net.Sockets;

namespace Pipelines.Sockets.Unofficial;

/// <summary>Which kind of ending an exception is, in one direction.</summary>
internal sealed record PumpFailure(PipeShutdownKind Socket, PipeShutdownKind Disposed, PipeShutdownKind IO, PipeShutdownKind Other)
{
    public static PumpFailure Receiving { get; } = new(
        PipeShutdownKind.ReadSocketError, PipeShutdownKind.ReadDisposed, PipeShutdownKind.ReadIOException, PipeShutdownKind.ReadException);

    public static PumpFailure Sending { get; } = new(
        PipeShutdownKind.WriteSocketError, PipeShutdownKind.WriteDisposed, PipeShutdownKind.WriteIOException, PipeShutdownKind.WriteException);

    /// <summary>The socket's error, of a socket or of a stream over one.</summary>
    public static SocketError SocketErrorOf(Exception exception)
        => (exception as SocketException ?? exception.InnerException as SocketException)?.SocketErrorCode ?? SocketError.Success;

    public PipeShutdownKind KindOf(Exception exception) => exception switch
    {
        SocketException => Socket,
        ObjectDisposedException => Disposed,
        IOException => IO,
        _ => Other,
    };
}
