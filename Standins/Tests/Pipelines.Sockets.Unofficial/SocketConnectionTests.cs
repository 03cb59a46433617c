using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using Pipelines.Sockets.Unofficial;
using Standins.Tests.Servers;

namespace Standins.Tests.Pipelines;

public sealed class SocketConnectionTests
{
    private static readonly byte[] Payload = Bytes(8 * 1024 * 1024);

    [Fact]
    public async Task Create_BothWaysAtOnce_CarriesEveryByte()
    {
        var (client, server) = await Loopback.ConnectAsync();
        using var left = Create(client);
        using var right = Create(server);

        var sending = Task.WhenAll(SendAsync(left.Output), SendAsync(right.Output));
        var received = await Task.WhenAll(ReceiveAsync(left.Input), ReceiveAsync(right.Input)).Soon();
        await sending.Soon();

        received[0].AsSpan().SequenceEqual(Payload).ShouldBeTrue();
        received[1].AsSpan().SequenceEqual(Payload).ShouldBeTrue();
        left.BytesSent.ShouldBe(Payload.Length);
        right.BytesRead.ShouldBe(Payload.Length);
    }

    [Fact]
    public async Task Output_PeerDoesNotRead_MakesTheWriterWait()
    {
        var (client, server) = await Loopback.ConnectAsync();
        using var peer = server;
        client.SendBufferSize = 64 * 1024;
        using var connection = SocketConnection.Create(client, new PipeOptions(pauseWriterThreshold: 64 * 1024, resumeWriterThreshold: 32 * 1024), null);

        var sending = SendAsync(connection.Output);
        await Patience.UntilAsync(() => Task.FromResult(connection.GetCounters().BytesWaitingToBeSent >= 64 * 1024));
        sending.IsCompleted.ShouldBeFalse();
        connection.GetCounters().BytesWaitingToBeSent.ShouldBeLessThan(256 * 1024);

        using var right = Create(server);
        (await ReceiveAsync(right.Input).Soon()).AsSpan().SequenceEqual(Payload).ShouldBeTrue();
        await sending.Soon();
    }

    [Fact]
    public async Task Input_NotRead_StopsReceiving()
    {
        var (client, server) = await Loopback.ConnectAsync();
        using var left = SocketConnection.Create(client, null, new PipeOptions(pauseWriterThreshold: 64 * 1024, resumeWriterThreshold: 32 * 1024));
        using var right = Create(server);

        var sending = SendAsync(right.Output);
        await Patience.UntilAsync(() => Task.FromResult(left.GetCounters() is { BytesWaitingToBeRead: >= 64 * 1024, BytesAvailableOnSocket: > 0 }));
        left.BytesRead.ShouldBeLessThan(256 * 1024);
        (await ReceiveAsync(left.Input).Soon()).Length.ShouldBe(Payload.Length);
        await sending.Soon();
    }

    [Fact]
    public async Task Input_PeerCloses_Ends()
    {
        var (client, server) = await Loopback.ConnectAsync();
        using var connection = Create(client);
        await server.SendAsync(new byte[3]).Soon();
        server.Dispose();

        (await ReceiveAsync(connection.Input).Soon()).Length.ShouldBe(3);
        connection.ShutdownKind.ShouldBe(PipeShutdownKind.ReadEndOfStream);
        connection.LastReceived.ShouldBe(0);
    }

    [Fact]
    public async Task Input_PeerResets_Throws()
    {
        var (client, server) = await Loopback.ConnectAsync();
        using var connection = Create(client);
        server.LingerState = new LingerOption(true, 0);
        server.Dispose();

        await Should.ThrowAsync<ConnectionResetException>(() => connection.Input.ReadAsync().Soon());
        connection.ShutdownKind.ShouldBe(PipeShutdownKind.ReadSocketError);
        connection.SocketError.ShouldBe(SocketError.ConnectionReset);
    }

    [Fact]
    public async Task Dispose_WhileReading_EndsQuietly()
    {
        var (client, server) = await Loopback.ConnectAsync();
        using var peer = server;
        var connection = Create(client);
        var reading = connection.Input.ReadAsync();
        connection.Dispose();

        (await reading.Soon()).IsCompleted.ShouldBeTrue();
        connection.ShutdownKind.ShouldBe(PipeShutdownKind.PipeDisposed);
        await Patience.UntilAsync(async () => (await connection.Output.FlushAsync()).IsCompleted);
    }

    [Fact]
    public async Task Output_CompletedWithAnError_EndsTheInputToo()
    {
        var (client, server) = await Loopback.ConnectAsync();
        using var peer = server;
        using var connection = Create(client);
        await connection.Output.CompleteAsync(new InvalidOperationException());

        (await connection.Input.ReadAsync().Soon()).IsCompleted.ShouldBeTrue();
        connection.ShutdownKind.ShouldBe(PipeShutdownKind.WriteException);
    }

    [Fact]
    public async Task TrySetProtocolShutdown_First_Stays()
    {
        var (client, server) = await Loopback.ConnectAsync();
        using var connection = Create(client);

        connection.TrySetProtocolShutdown(PipeShutdownKind.ReadException).ShouldBeFalse();
        connection.TrySetProtocolShutdown(PipeShutdownKind.ProtocolExitClient).ShouldBeTrue();
        server.Dispose();
        (await connection.Input.ReadAsync().Soon()).IsCompleted.ShouldBeTrue();
        connection.TrySetProtocolShutdown(PipeShutdownKind.ProtocolExitServer).ShouldBeFalse();
        connection.ShutdownKind.ShouldBe(PipeShutdownKind.ProtocolExitClient);
    }

    [Fact]
    public async Task StreamConnection_Duplex_CarriesEveryByte()
    {
        var (client, server) = await Loopback.ConnectAsync();
        var left = StreamConnection.GetDuplex(new NetworkStream(client, ownsSocket: true), null, null);
        using var disposable = left.ShouldBeAssignableTo<IDisposable>();
        using var right = Create(server);

        var sending = Task.WhenAll(SendAsync(left.Output), SendAsync(right.Output));
        (await ReceiveAsync(right.Input, Payload.Length).Soon()).AsSpan().SequenceEqual(Payload).ShouldBeTrue();
        (await ReceiveAsync(left.Input).Soon()).AsSpan().SequenceEqual(Payload).ShouldBeTrue();
        await sending.Soon();
        left.ShouldBeAssignableTo<IMeasuredDuplexPipe>()!.TotalBytesReceived.ShouldBe(Payload.Length);
    }

    [Fact]
    public async Task StreamConnection_Reader_ReadsToTheEnd()
        => (await ReceiveAsync(StreamConnection.GetReader(new MemoryStream(Payload))).Soon()).AsSpan().SequenceEqual(Payload).ShouldBeTrue();

    private static SocketConnection Create(Socket socket) => SocketConnection.Create(socket, PipeOptions.Default, PipeOptions.Default);

    private static async Task SendAsync(PipeWriter output)
    {
        foreach (var piece in Payload.Chunk(50_000))
        {
            await output.WriteAsync(piece);
        }

        await output.CompleteAsync();
    }

    private static async Task<byte[]> ReceiveAsync(PipeReader input, long atLeast = long.MaxValue)
    {
        while (true)
        {
            var read = await input.ReadAsync();
            if (read.IsCompleted || read.Buffer.Length >= atLeast)
            {
                return read.Buffer.ToArray();
            }

            input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        new Random(1).NextBytes(bytes);
        return bytes;
    }
}
