using Grpc.Core;
using Standins.Tests.Protos;

namespace Standins.Tests.GrpcCore;

public sealed class CallTests
{
    [Fact]
    public async Task Unary_AwaitedOrBlocking_IsAnswered()
    {
        await using var server = await EchoServer.StartAsync();

        (await server.Client.SayAsync(new() { Text = "async" }).Reason()).Text.ShouldBe("async");
        var client = server.Client;
        (await Task.Run(() => client.Say(new() { Text = "blocking" })).Reason()).Text.ShouldBe("blocking");
    }

    [Fact]
    public async Task Unary_OfALargeMessage_ArrivesWhole()
    {
        await using var server = await EchoServer.StartAsync();
        var text = string.Concat(Enumerable.Range(0, 200_000).Select(number => (char)('a' + (number % 26))));

        (await server.Client.SayAsync(new() { Text = text }).Reason()).Text.ShouldBe(text);
    }

    [Fact]
    public async Task ServerStream_IsReadToItsEnd()
    {
        await using var server = await EchoServer.StartAsync();
        using var call = server.Client.Repeat(new() { Text = "again", Count = 100 });
        var indexes = new List<int>();
        await foreach (var reply in call.ResponseStream.ReadAllAsync()) indexes.Add(reply.Index);

        indexes.ShouldBe(Enumerable.Range(0, 100));
        call.GetStatus().StatusCode.ShouldBe(StatusCode.OK);
        (await call.ResponseStream.MoveNext().Reason()).ShouldBeFalse();
    }

    [Fact]
    public async Task ClientStream_IsCollected()
    {
        await using var server = await EchoServer.StartAsync();
        using var call = server.Client.Collect();
        foreach (var text in new[] { "one", "two", "three" }) await call.RequestStream.WriteAsync(new EchoRequest { Text = text }).Reason();
        await call.RequestStream.CompleteAsync().Reason();

        (await call).Text.ShouldBe("one two three");
    }

    [Fact]
    public async Task Duplex_IsAnsweredMessageByMessage()
    {
        await using var server = await EchoServer.StartAsync();
        using var call = server.Client.Converse();
        for (var index = 0; index < 3; index++)
        {
            await call.RequestStream.WriteAsync(new EchoRequest { Text = $"{index}" }, CancellationToken.None).Reason();
            (await call.ResponseStream.MoveNext().Reason()).ShouldBeTrue();
            call.ResponseStream.Current.ShouldBe(new EchoReply { Text = $"{index}", Index = index });
        }
        await call.RequestStream.CompleteAsync().Reason();

        (await call.ResponseStream.MoveNext().Reason()).ShouldBeFalse();
    }

    [Fact]
    public async Task Server_OfAServiceDefinition_ServesIt()
    {
        var service = new EchoService((request, _) => Task.FromResult(new EchoReply { Text = request.Text }));
        await using var server = await EchoServer.StartAsync(map: app => app.MapGrpcService(Echo.BindService(service)));

        (await server.Client.SayAsync(new() { Text = "bound" }).Reason()).Text.ShouldBe("bound");
        using var call = server.Client.Repeat(new() { Count = 2 });
        (await call.ResponseStream.MoveNext().Reason()).ShouldBeTrue();
    }

    [Fact]
    public async Task Server_Context_KnowsTheCall()
    {
        var seen = "";
        await using var server = await EchoServer.StartAsync((_, context) =>
        {
            context.UserState["seen"] = true;
            seen = $"{context.Method} {context.Host} {context.Deadline == DateTime.MaxValue} {context.AuthContext.IsPeerAuthenticated} {context.UserState.Count}";
            context.Peer.ShouldStartWith("ipv4:127.0.0.1:");
            return Task.FromResult(new EchoReply());
        });

        await server.Client.SayAsync(new()).Reason();

        seen.ShouldBe($"/standins.tests.Echo/Say {server.Address.Authority} True False 1");
    }

    [Fact]
    public async Task Channel_AsItConnects_TellsItsState()
    {
        await using var server = await EchoServer.StartAsync();
        var channel = server.Channel();
        channel.State.ShouldBe(ConnectivityState.Idle);
        channel.Target.ShouldBe(server.Address.Authority);

        await channel.ConnectAsync().Reason();
        channel.State.ShouldBe(ConnectivityState.Ready);
        channel.Dispose();
        channel.State.ShouldBe(ConnectivityState.Shutdown);
    }

    [Fact]
    public void Client_WithoutAChannel_IsForTestsToOverride() => Should.Throw<NotSupportedException>(() => new Unconnected().Say(new EchoRequest()));

    private sealed class Unconnected : Echo.EchoClient;
}
