using Grpc.Core;
using Standins.Tests.Protos;

namespace Standins.Tests.GrpcCore;

public sealed class DeadlineAndCancellationTests
{
    [Fact]
    public async Task Deadline_WhenItPasses_EndsTheCallOnBothSides()
    {
        var served = new TaskCompletionSource<DateTime>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await EchoServer.StartAsync((_, context) => UntilCancelled(context, served));
        var channel = server.Channel();
        await channel.ConnectAsync().Reason();
        var deadline = DateTime.UtcNow.AddSeconds(1);

        var error = await Should.ThrowAsync<RpcException>(new Echo.EchoClient(channel).SayAsync(new(), deadline: deadline).Reason());

        error.StatusCode.ShouldBe(StatusCode.DeadlineExceeded);
        (await served.Task.Reason()).ShouldBe(deadline, TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task Deadline_ThatHasPassed_CallsNobody()
    {
        var calls = 0;
        await using var server = await EchoServer.StartAsync((_, _) => Task.FromResult(new EchoReply { Index = ++calls }));

        var error = await Should.ThrowAsync<RpcException>(server.Client.SayAsync(new(), deadline: DateTime.UtcNow.AddSeconds(-1)).Reason());

        error.StatusCode.ShouldBe(StatusCode.DeadlineExceeded);
        calls.ShouldBe(0);
    }

    [Fact]
    public async Task Token_WhenCancelled_EndsTheCallOnBothSides()
    {
        var served = new TaskCompletionSource<DateTime>(TaskCreationOptions.RunContinuationsAsynchronously);
        var arrived = new TaskCompletionSource();
        await using var server = await EchoServer.StartAsync((_, context) =>
        {
            arrived.SetResult();
            return UntilCancelled(context, served);
        });
        using var source = new CancellationTokenSource();
        var call = server.Client.SayAsync(new(), cancellationToken: source.Token);
        await arrived.Task.Reason();
        await source.CancelAsync();

        (await Should.ThrowAsync<RpcException>(call.Reason())).StatusCode.ShouldBe(StatusCode.Cancelled);
        await served.Task.Reason();
    }

    [Fact]
    public async Task Token_WhereThatIsWanted_ThrowsAsAnyOtherTaskWould()
    {
        await using var server = await EchoServer.StartAsync();
        var client = new Echo.EchoClient(server.Channel(options => options.ThrowOperationCanceledOnCancellation = true));

        await Should.ThrowAsync<OperationCanceledException>(client.SayAsync(new(), cancellationToken: new CancellationToken(canceled: true)).Reason());
    }

    [Fact]
    public async Task Dispose_OfARunningStream_CancelsIt()
    {
        await using var server = await EchoServer.StartAsync();
        var call = server.Client.Converse();
        await call.RequestStream.WriteAsync(new EchoRequest()).Reason();
        (await call.ResponseStream.MoveNext().Reason()).ShouldBeTrue();
        var next = call.ResponseStream.MoveNext();
        call.Dispose();

        (await Should.ThrowAsync<RpcException>(next.Reason())).StatusCode.ShouldBe(StatusCode.Cancelled);
    }

    private static async Task<EchoReply> UntilCancelled(ServerCallContext context, TaskCompletionSource<DateTime> served)
    {
        try
        {
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
        }
        finally
        {
            served.SetResult(context.Deadline);
        }
        return new EchoReply();
    }
}
