using Grpc.Core;
using Standins.Tests.Protos;

namespace Standins.Tests.GrpcCore;

public sealed class HeaderTests
{
    [Fact]
    public async Task Request_TextAndBinary_ReachTheServer()
    {
        Metadata? received = null;
        await using var server = await EchoServer.StartAsync((_, context) =>
        {
            received = context.RequestHeaders;
            return Task.FromResult(new EchoReply());
        });

        await server.Client.SayAsync(new(), new Metadata { { "X-Caller", "guest 1" }, { "twice", "1" }, { "twice", "2" }, { "key-bin", [0, 255, 10] } }).Reason();

        received.ShouldNotBeNull().GetValue("x-caller").ShouldBe("guest 1");
        // HttpClient joins what has the same name.
        received.GetValue("twice").ShouldBe("1, 2");
        received.GetValueBytes("key-bin").ShouldBe([0, 255, 10]);
        received.Get("key-bin").ShouldNotBeNull().IsBinary.ShouldBeTrue();
    }

    [Fact]
    public async Task Response_HeadersAndTrailers_ReachTheClient()
    {
        await using var server = await EchoServer.StartAsync(async (_, context) =>
        {
            await context.WriteResponseHeadersAsync(new() { { "x-early", "header" }, { "early-bin", [1, 2] } });
            context.ResponseTrailers.Add("x-late", "trailer");
            context.ResponseTrailers.Add("late-bin", [3, 4]);
            return new EchoReply();
        });
        using var call = server.Client.SayAsync(new());
        var headers = await call.ResponseHeadersAsync.Reason();
        await call.Reason();

        headers.GetValue("x-early").ShouldBe("header");
        headers.GetValueBytes("early-bin").ShouldBe([1, 2]);
        call.GetTrailers().GetValue("x-late").ShouldBe("trailer");
        call.GetTrailers().GetValueBytes("late-bin").ShouldBe([3, 4]);
        call.GetStatus().StatusCode.ShouldBe(StatusCode.OK);
    }

    [Fact]
    public async Task Response_HeadersBeforeTheAnswer_ArriveBeforeIt()
    {
        var mayAnswer = new TaskCompletionSource();
        await using var server = await EchoServer.StartAsync(async (_, context) =>
        {
            await context.WriteResponseHeadersAsync(new() { { "x-early", "1" } });
            await mayAnswer.Task;
            return new EchoReply();
        });
        using var call = server.Client.SayAsync(new());

        (await call.ResponseHeadersAsync.Reason()).GetValue("x-early").ShouldBe("1");
        call.ResponseAsync.IsCompleted.ShouldBeFalse();
        Should.Throw<InvalidOperationException>(() => call.GetStatus());
        Should.Throw<InvalidOperationException>(() => call.GetTrailers());
        mayAnswer.SetResult();
        await call.Reason();
    }
}
