using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Standins.Tests.Servers;

/// <summary>A server's other address, which comes and goes as the test says.</summary>
internal sealed class Forwarder : IDisposable
{
    private readonly ConcurrentBag<TcpClient> _clients = [];
    private readonly TcpListener _listener;
    private readonly int _target;

    public Forwarder(int port, int target)
    {
        _target = target;
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>Takes the address away, and whoever is connected to it.</summary>
    public void Dispose()
    {
        _listener.Dispose();
        foreach (var client in _clients)
        {
            client.Dispose();
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ForwardAsync(await _listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ForwardAsync(TcpClient client)
    {
        using var from = client;
        _clients.Add(from);
        using var to = new TcpClient();
        await to.ConnectAsync(IPAddress.Loopback, _target);
        await Task.WhenAny(from.GetStream().CopyToAsync(to.GetStream()), to.GetStream().CopyToAsync(from.GetStream()));
    }
}
