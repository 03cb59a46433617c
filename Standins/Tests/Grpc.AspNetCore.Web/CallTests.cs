using System.Net;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Net.Client;

namespace Standins.Tests.GrpcWeb;

public sealed class CallTests(ProbeServers servers) : IClassFixture<ProbeServers>
{
    [Theory]
    [EveryWay]
    public async Task Unary_Message_ComesBackWithHeadersAndTrailers(Route route, string contentType)
    {
        using var client = servers.Client(route);
        using var answer = await client.CallAsync("Echo", contentType, Bytes(3));

        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.ContentHeaders.ContentType!.ToString().ShouldBe(contentType.Replace("+proto", "", StringComparison.Ordinal));
        answer.Headers.GetValues("probe").ShouldBe(["header"]);
        var frames = await answer.ReadToEndAsync();
        frames.Count.ShouldBe(2);
        BytesValue.Parser.ParseFrom(frames[0].Payload).ShouldBe(Bytes(3));
        frames[1].IsTrailers.ShouldBeTrue();
        frames[1].Trailers["grpc-status"].ShouldBe(["0"]);
        frames[1].Trailers["probe"].ShouldBe(["trailer"]);
    }

    [Theory]
    [EveryWay]
    public async Task Unary_MessageOfAnySize_ComesBackWhole(Route route, string contentType)
    {
        using var client = servers.Client(route);
        foreach (var length in (int[])[0, 1, 2, 4, 5, 4095, 4096, 4097, 64 * 1024, 64 * 1024 + 1, 1_000_001])
        {
            using var answer = await client.CallAsync("Echo", contentType, Bytes(length));
            var frames = await answer.ReadToEndAsync();
            BytesValue.Parser.ParseFrom(frames[0].Payload).ShouldBe(Bytes(length));
            frames[^1].Trailers["grpc-status"].ShouldBe(["0"]);
        }
    }

    [Theory]
    [EveryWay]
    public async Task ServerStreaming_Message_ArrivesBeforeTheNextIsSent(Route route, string contentType)
    {
        var name = $"{nameof(ServerStreaming_Message_ArrivesBeforeTheNextIsSent)} {route} {contentType}";
        var relay = servers.Relays[name];
        using var client = servers.Client(route);
        relay.Messages.Writer.TryWrite("first");
        using var answer = await client.CallAsync("Relay", contentType, new StringValue { Value = name });

        (await ReadStringAsync(answer)).ShouldBe("first");
        foreach (var message in (string[])["1", "22", "333", new string('x', 70_000)])
        {
            relay.Messages.Writer.TryWrite(message);
            (await ReadStringAsync(answer)).ShouldBe(message);
        }

        relay.Messages.Writer.Complete();
        (await answer.ReadFrameAsync())!.Trailers["grpc-status"].ShouldBe(["0"]);
        (await answer.ReadFrameAsync()).ShouldBeNull();
    }

    [Theory]
    [EveryWay]
    public async Task ServerStreaming_CallerLeaves_ServiceIsTold(Route route, string contentType)
    {
        var name = $"{nameof(ServerStreaming_CallerLeaves_ServiceIsTold)} {route} {contentType}";
        var relay = servers.Relays[name];
        relay.Messages.Writer.TryWrite("first");
        using (var client = servers.Client(route))
        using (var answer = await client.CallAsync("Relay", contentType, new StringValue { Value = name }))
        {
            (await ReadStringAsync(answer)).ShouldBe("first");
        }

        await relay.CallerGone.Task.WaitAsync(ProbeServers.Patience);
    }

    [Fact]
    public Task ServerStreaming_DeadlinePasses_TellsDeadlineExceeded() => Task.WhenAll(
        DeadlinePassesAsync(Route.Service, WebClient.Binary),
        DeadlinePassesAsync(Route.Service, WebClient.Text),
        DeadlinePassesAsync(Route.Proxy, WebClient.Binary),
        DeadlinePassesAsync(Route.Proxy, WebClient.Text));

    [Theory]
    [EveryWay]
    public async Task Unary_ManyAtOnceAndAgain_AreAllAnswered(Route route, string contentType)
    {
        using var client = servers.Client(route);
        await Parallel.ForAsync(1, 200, new ParallelOptions { MaxDegreeOfParallelism = 20 }, async (length, _) =>
        {
            using var answer = await client.CallAsync("Echo", contentType, Bytes(length * 7));
            var frames = await answer.ReadToEndAsync();
            BytesValue.Parser.ParseFrom(frames[0].Payload).ShouldBe(Bytes(length * 7));
        });
    }

    [Theory]
    [InlineData(WebClient.Binary)]
    [InlineData(WebClient.Text)]
    public async Task Unary_OverHttp2_TrailersAreInTheBodyToo(string contentType)
    {
        using var client = new WebClient(servers.Http2Address, HttpVersion.Version20);
        using var answer = await client.CallAsync("Echo", contentType, Bytes(10));

        var frames = await answer.ReadToEndAsync();
        BytesValue.Parser.ParseFrom(frames[0].Payload).ShouldBe(Bytes(10));
        frames[^1].Trailers["grpc-status"].ShouldBe(["0"]);
    }

    [Fact]
    public async Task Unary_PlainGrpc_IsLeftAlone()
    {
        using var channel = GrpcChannel.ForAddress(servers.Http2Address);
        var client = new ProbeService.ProbeServiceClient(channel);

        (await client.EchoAsync(Bytes(10), deadline: DateTime.UtcNow + ProbeServers.Patience)).ShouldBe(Bytes(10));
    }

    [Fact]
    public async Task Request_OfTextWithBinaryAccepted_IsAnsweredInBinary()
    {
        using var client = servers.Client(Route.Proxy);
        using var answer = await client.CallAsync("Echo", WebClient.Text, Bytes(10), ("Accept", "*/*, application/grpc-web;q=1"));

        answer.ContentHeaders.ContentType!.MediaType.ShouldBe("application/grpc-web");
        (await answer.ReadToEndAsync()).Count.ShouldBe(2);
    }

    private async Task DeadlinePassesAsync(Route route, string contentType)
    {
        var name = $"{nameof(DeadlinePassesAsync)} {route} {contentType}";
        servers.Relays[name].Messages.Writer.TryWrite("first");
        using var client = servers.Client(route);
        using var answer = await client.CallAsync("Relay", contentType, new StringValue { Value = name }, ("grpc-timeout", "3S"));

        (await ReadStringAsync(answer)).ShouldBe("first");
        (await answer.ReadFrameAsync())!.Trailers["grpc-status"].ShouldBe(["4"]);
        (await answer.ReadFrameAsync()).ShouldBeNull();
    }

    private static BytesValue Bytes(int length) =>
        new() { Value = UnsafeByteOperations.UnsafeWrap(Enumerable.Range(0, length).Select(index => (byte)(index * 31)).ToArray()) };

    private static async Task<string> ReadStringAsync(WebAnswer answer)
    {
        var frame = await answer.ReadFrameAsync();
        frame.ShouldNotBeNull().Flag.ShouldBe((byte)0);
        return StringValue.Parser.ParseFrom(frame.Payload).Value;
    }
}
