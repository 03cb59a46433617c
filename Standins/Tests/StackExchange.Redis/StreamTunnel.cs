using System.Net;
using System.Net.Sockets;
using StackExchange.Redis;
using StackExchange.Redis.Configuration;

namespace Standins.Tests.Redis;

/// <summary>Puts a plain stream between socket and protocol, where TLS would put its own.</summary>
internal sealed class StreamTunnel : Tunnel
{
    public override ValueTask<Stream?> BeforeAuthenticateAsync(EndPoint endpoint, ConnectionType connectionType, Socket? socket, CancellationToken cancellationToken)
        => ValueTask.FromResult<Stream?>(new NetworkStream(socket!, ownsSocket: true));
}
