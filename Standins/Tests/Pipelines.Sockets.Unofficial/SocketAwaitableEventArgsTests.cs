using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using Pipelines.Sockets.Unofficial;
using Standins.Tests.Servers;

namespace Standins.Tests.Pipelines;

public sealed class SocketAwaitableEventArgsTests
{
    [Fact]
    public async Task Await_NobodyListens_ThrowsTheSocketsError()
    {
        using var args = new SocketAwaitableEventArgs { RemoteEndPoint = new IPEndPoint(IPAddress.Loopback, Loopback.FreePort()) };

        var error = await Should.ThrowAsync<SocketException>(ConnectAsync(args).Soon());
        error.SocketErrorCode.ShouldBe(SocketError.ConnectionRefused);
    }

    [Fact]
    public async Task Await_Received_AnswersTheBytes()
    {
        var (client, server) = await Loopback.ConnectAsync();
        using var both = new Sockets(client, server);
        using var args = new SocketAwaitableEventArgs(PipeScheduler.ThreadPool);
        args.SetBuffer(new byte[10]);
        for (var round = 1; round <= 3; round++)
        {
            var pending = ReceiveAsync(server, args);
            await client.SendAsync(new byte[round]).Soon();
            (await pending.Soon()).ShouldBe(round);
        }
    }

    [Fact]
    public async Task Abort_WhileAwaited_ThrowsWhateverComesLater()
    {
        var (client, server) = await Loopback.ConnectAsync();
        using var both = new Sockets(client, server);
        using var args = new SocketAwaitableEventArgs();
        args.SetBuffer(new byte[10]);
        var pending = ReceiveAsync(server, args);

        args.Abort(SocketError.TimedOut);
        var error = await Should.ThrowAsync<SocketException>(pending.Soon());
        error.SocketErrorCode.ShouldBe(SocketError.TimedOut);
        await client.SendAsync(new byte[1]).Soon();
    }

    private static async Task<int> ConnectAsync(SocketAwaitableEventArgs args)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        if (!socket.ConnectAsync(args))
        {
            args.Complete();
        }

        return await args;
    }

    private static async Task<int> ReceiveAsync(Socket socket, SocketAwaitableEventArgs args)
    {
        if (!socket.ReceiveAsync(args))
        {
            args.Complete();
        }

        return await args;
    }

    private sealed class Sockets(params Socket[] sockets) : IDisposable
    {
        public void Dispose() => Array.ForEach(sockets, socket => socket.Dispose());
    }
}
