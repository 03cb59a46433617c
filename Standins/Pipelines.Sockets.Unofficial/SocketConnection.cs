using System.IO.Pipelines;
using System.Net.Sockets;

namespace Pipelines.Sockets.Unofficial;

/// <summary>A connected socket as a pair of pipes.</summary>
public sealed class SocketConnection : IMeasuredDuplexPipe, IDisposable
{
    private readonly Socket _socket;
    private readonly DuplexPump _pump;
    private readonly string _name;

    private SocketConnection(Socket socket, PipeOptions? sendPipeOptions, PipeOptions? receivePipeOptions, string? name)
    {
        _socket = socket;
        _name = name ?? nameof(SocketConnection);
        _pump = new DuplexPump(new SocketTransport(socket), sendPipeOptions, receivePipeOptions);
    }

    /// <summary>What the peer sends.</summary>
    public PipeReader Input => _pump.Input;

    /// <summary>What goes to the peer.</summary>
    public PipeWriter Output => _pump.Output;

    /// <summary>What first ended the connection.</summary>
    public PipeShutdownKind ShutdownKind => _pump.ShutdownKind;

    /// <summary>The socket's error, where that is what ended it.</summary>
    public SocketError SocketError => _pump.SocketError;

    public long BytesRead => _pump.BytesReceived;

    public long BytesSent => _pump.BytesSent;

    /// <summary>The bytes that the last receive brought.</summary>
    public int LastReceived => _pump.LastReceived;

    long IMeasuredDuplexPipe.TotalBytesSent => BytesSent;

    long IMeasuredDuplexPipe.TotalBytesReceived => BytesRead;

    /// <summary>Would tell of an assembly that is missing. There is none beside the framework here.</summary>
    public static void AssertDependencies()
    {
    }

    /// <summary>Sends small packets at once: whoever pipelines does the batching.</summary>
    public static void SetRecommendedClientOptions(Socket socket)
    {
        if (socket.AddressFamily is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6)
        {
            socket.NoDelay = true;
        }
    }

    /// <param name="socket">A connected socket, which the connection owns from now on.</param>
    /// <param name="sendPipeOptions">The pipe towards the peer: how much may wait in it, and who waits where.</param>
    /// <param name="receivePipeOptions">The pipe from the peer.</param>
    /// <param name="socketConnectionOptions">None: there is nothing to choose.</param>
    /// <param name="name">A name for whoever debugs.</param>
    public static SocketConnection Create(
        Socket socket,
        PipeOptions? sendPipeOptions,
        PipeOptions? receivePipeOptions,
        SocketConnectionOptions socketConnectionOptions = SocketConnectionOptions.None,
        string? name = null)
    {
        ArgumentNullException.ThrowIfNull(socket);
        var connection = new SocketConnection(socket, sendPipeOptions, receivePipeOptions, name);
        connection._pump.Start();
        return connection;
    }

    /// <summary>Notes that the protocol itself ended the connection, before the socket does.</summary>
    /// <returns>Whether nothing else has ended it before.</returns>
    public bool TrySetProtocolShutdown(PipeShutdownKind kind)
        => kind is PipeShutdownKind.ProtocolExitClient or PipeShutdownKind.ProtocolExitServer && _pump.TryEnd(kind);

    /// <summary>Where bytes are waiting at this moment.</summary>
    public Counters GetCounters() => new(
        _pump.ShutdownKind == PipeShutdownKind.None ? _socket.Available : 0,
        _pump.BytesWaitingToBeRead,
        _pump.BytesWaitingToBeSent);

    public void Dispose()
    {
        _pump.Stop();
        _socket.Dispose();
    }

    public override string ToString() => _name;

    public readonly struct Counters
    {
        internal Counters(long bytesAvailableOnSocket, long bytesWaitingToBeRead, long bytesWaitingToBeSent)
        {
            BytesAvailableOnSocket = bytesAvailableOnSocket;
            BytesWaitingToBeRead = bytesWaitingToBeRead;
            BytesWaitingToBeSent = bytesWaitingToBeSent;
        }

        public long BytesAvailableOnSocket { get; }

        public long BytesWaitingToBeRead { get; }

        public long BytesWaitingToBeSent { get; }
    }
}
