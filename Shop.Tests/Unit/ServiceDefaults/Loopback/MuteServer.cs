using System.Net;
using System.Net.Sockets;

namespace Shop.Tests.Unit.ServiceDefaults.Loopback;

/// <summary>Accepts connections like a process that is stopped: the kernel takes them, nobody answers.</summary>
internal sealed class MuteServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public MuteServer()
    {
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
    }

    public Uri Address { get; }

    public void Dispose() => _listener.Dispose();
}
