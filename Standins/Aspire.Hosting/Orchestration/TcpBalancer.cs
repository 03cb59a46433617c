using System.Net;
using System.Net.Sockets;

namespace Aspire.Hosting.Orchestration;

/// <summary>Listens on a public loopback port and passes each connection to one of the ports behind it, in turn, those that live first.</summary>
internal sealed class TcpBalancer : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopped = new();
    private readonly Func<IReadOnlyList<int>> _candidates;
    private readonly List<Socket> _listeners = [];
    private readonly List<Task> _loops = [];
    private int _turn;

    /// <param name="port">The public port.</param>
    /// <param name="candidates">The ports that a connection may go to, asked anew for each connection.</param>
    public TcpBalancer(int port, Func<IReadOnlyList<int>> candidates)
    {
        _candidates = candidates;
        foreach (var address in Loopbacks())
        {
            var listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            listener.Bind(new IPEndPoint(address, port));
            listener.Listen(512);
            _listeners.Add(listener);
        }
        _loops.AddRange(_listeners.Select(listener => Task.Run(() => AcceptAsync(listener))));
    }

    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync();
        _listeners.ForEach(listener => listener.Dispose());
        await Task.WhenAll(_loops);
        _stopped.Dispose();
    }

    private static IPAddress[] Loopbacks()
    {
        if (!Socket.OSSupportsIPv6)
        {
            return [IPAddress.Loopback];
        }
        try
        {
            using var probe = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp);
            probe.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));
            return [IPAddress.Loopback, IPAddress.IPv6Loopback];
        }
        catch (SocketException)
        {
            return [IPAddress.Loopback];
        }
    }

    private async Task AcceptAsync(Socket listener)
    {
        while (!_stopped.IsCancellationRequested)
        {
            try
            {
                var client = await listener.AcceptAsync(_stopped.Token);
                _ = Task.Run(() => ServeAsync(client));
            }
            catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                // That one connection was gone before it was accepted.
            }
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using var _ = client;
        using var server = await ConnectAsync();
        if (server is null)
        {
            return;
        }
        client.NoDelay = true;
        server.NoDelay = true;
        await Task.WhenAll(PumpAsync(client, server), PumpAsync(server, client));
    }

    private async Task<Socket?> ConnectAsync()
    {
        var ports = _candidates();
        var first = (uint)Interlocked.Increment(ref _turn);
        for (var i = 0u; i < ports.Count; i++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, ports[(int)((first + i) % (uint)ports.Count)], _stopped.Token);
                return socket;
            }
            catch (Exception exception) when (exception is SocketException or OperationCanceledException)
            {
                socket.Dispose();
            }
        }
        return null;
    }

    private async Task PumpAsync(Socket from, Socket to)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer, _stopped.Token) is > 0 and var received)
            {
                for (var sent = 0; sent < received;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, received - sent), _stopped.Token);
                }
            }
            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One side is gone: so that the other learns of it, both ends are closed.
            from.Dispose();
            to.Dispose();
        }
    }
}
