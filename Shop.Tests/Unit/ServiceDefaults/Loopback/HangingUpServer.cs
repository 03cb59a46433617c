using System.Net;
using System.Net.Sockets;

namespace Shop.Tests.Unit.ServiceDefaults.Loopback;

/// <summary>Reads what a client sends first, then breaks the connection: a process that is killed during a call.</summary>
internal sealed class HangingUpServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    public HangingUpServer()
    {
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _accepting = AcceptAsync();
    }

    public Uri Address { get; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var buffer = new byte[4096];
        while (true)
        {
            using var socket = await _listener.AcceptSocketAsync(_stop.Token);
            await socket.ReceiveAsync(buffer, _stop.Token);
            // A reset, not a goodbye.
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
        }
    }
}
