using System.Net;
using System.Net.Sockets;

namespace Shop.Tests.Integration.Messaging;

/// <summary>
/// A TCP line to a server that can be cut and mended, or frozen. While it is cut, connections are refused. What is frozen stays
/// open and carries nothing any more, as when a router forgets a connection; new connections are carried.
/// </summary>
internal sealed class Cable : IAsyncDisposable
{
    private readonly string _host;
    private readonly int _port;
    private volatile int _frozen;
    private int _lines;
    private CancellationTokenSource _cut = new();
    private TcpListener _listener;
    private Task _accepting;

    public Cable(string host, int port)
    {
        (_host, _port) = (host, port);
        _listener = Listen(port: 0);
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync(_listener, _cut.Token);
    }

    /// <summary>Where to connect instead of the server.</summary>
    public int Port { get; }

    /// <summary>Breaks every connection, and refuses new ones.</summary>
    public async Task CutAsync()
    {
        _listener.Stop();
        await _cut.CancelAsync();
        await _accepting;
    }

    /// <summary>Lets connections through again.</summary>
    public void Mend()
    {
        _cut.Dispose();
        _cut = new CancellationTokenSource();
        _listener = Listen(Port);
        _accepting = AcceptAsync(_listener, _cut.Token);
    }

    /// <summary>Freezes every connection that there is, for ever.</summary>
    public void Freeze() => _frozen = Volatile.Read(ref _lines);

    public async ValueTask DisposeAsync()
    {
        await CutAsync();
        _cut.Dispose();
    }

    private static TcpListener Listen(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Server.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        listener.Start();
        return listener;
    }

    private async Task AcceptAsync(TcpListener listener, CancellationToken cut)
    {
        var lines = new List<Task>();
        while (!cut.IsCancellationRequested)
        {
            try
            {
                lines.Add(CarryAsync(await listener.AcceptSocketAsync(cut), cut));
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                break;
            }
        }

        await Task.WhenAll(lines);
    }

    private async Task CarryAsync(Socket near, CancellationToken cut)
    {
        using var far = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var _ = near;
        near.NoDelay = true;
        var line = Interlocked.Increment(ref _lines);
        try
        {
            await far.ConnectAsync(_host, _port, cut);
            await Task.WhenAny(CopyAsync(line, near, far, cut), CopyAsync(line, far, near, cut));
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            // Cut, or the server is away: both ends are closed.
        }
    }

    private async Task CopyAsync(int line, Socket from, Socket to, CancellationToken cut)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer, cut) is > 0 and var count)
            {
                if (line > _frozen)
                {
                    await to.SendAsync(buffer.AsMemory(0, count), cut);
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // One end is gone; the other follows.
        }
    }
}
