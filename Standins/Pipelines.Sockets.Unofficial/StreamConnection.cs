using System.IO.Pipelines;

namespace Pipelines.Sockets.Unofficial;

/// <summary>A stream as pipes: for what lies between the socket and the protocol, such as TLS.</summary>
public static class StreamConnection
{
    /// <param name="stream">A stream that reads and writes at the same time; it belongs to the pipes from now on.</param>
    /// <param name="sendPipeOptions">The pipe towards the peer.</param>
    /// <param name="receivePipeOptions">The pipe from the peer.</param>
    /// <param name="name">A name for whoever debugs.</param>
    public static IDuplexPipe GetDuplex(Stream stream, PipeOptions? sendPipeOptions, PipeOptions? receivePipeOptions, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var pump = new DuplexPump(new StreamTransport(stream), sendPipeOptions, receivePipeOptions);
        pump.Start();
        return new StreamDuplexPipe(stream, pump, name);
    }

    public static PipeReader GetReader(Stream stream, PipeOptions? pipeOptions = null, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var pump = new DuplexPump(new StreamTransport(stream), sendOptions: null, pipeOptions);
        pump.StartReceiving();
        return pump.Input;
    }

    private sealed class StreamDuplexPipe(Stream stream, DuplexPump pump, string? name) : IMeasuredDuplexPipe, IDisposable
    {
        public PipeReader Input => pump.Input;

        public PipeWriter Output => pump.Output;

        public long TotalBytesSent => pump.BytesSent;

        public long TotalBytesReceived => pump.BytesReceived;

        public void Dispose()
        {
            pump.Stop();
            stream.Dispose();
        }

        public override string ToString() => name ?? nameof(StreamConnection);
    }
}
