using System.Globalization;
using Grpc.AspNetCore.ClientFactory;
using Grpc.Core;
using Standins.Tests.GrpcCore;
using Standins.Tests.Protos;

namespace Standins.Tests.GrpcClients;

/// <summary>A front server whose unary call asks a server behind it, through a client that propagates.</summary>
public sealed class ContextPropagationTests
{
    [Fact]
    public async Task Deadline_OfTheServedCall_BoundsTheCallsItMakes()
    {
        await using var back = await EchoServer.StartAsync((_, context) => Task.FromResult(new EchoReply { Text = $"{context.Deadline:O}" }));
        await using var front = await FrontOf(back, (client, _) => client.SayAsync(new()));
        var deadline = DateTime.UtcNow.AddMinutes(1);

        var seen = await front.Client.SayAsync(new(), deadline: deadline).Reason();
        var unbounded = await front.Client.SayAsync(new()).Reason();

        Parsed(seen).ShouldBe(deadline, TimeSpan.FromSeconds(10));
        Parsed(unbounded).ShouldBe(DateTime.MaxValue);
    }

    [Fact]
    public async Task Deadline_OfTheCallItself_StaysWhereItIsEarlier()
    {
        var earlier = DateTime.UtcNow.AddSeconds(45);
        await using var back = await EchoServer.StartAsync((_, context) => Task.FromResult(new EchoReply { Text = $"{context.Deadline:O}" }));
        await using var front = await FrontOf(back, (client, _) => client.SayAsync(new(), deadline: earlier));

        var seen = await front.Client.SayAsync(new(), deadline: DateTime.UtcNow.AddHours(1)).Reason();

        Parsed(seen).ShouldBe(earlier, TimeSpan.FromSeconds(10));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cancellation_OfTheServedCall_CancelsTheCallsItMakes(bool withOwnToken)
    {
        var arrived = new TaskCompletionSource();
        var cancelled = new TaskCompletionSource();
        await using var back = await EchoServer.StartAsync(async (_, context) =>
        {
            await using var registered = context.CancellationToken.Register(cancelled.SetResult);
            arrived.SetResult();
            await cancelled.Task;
            return new EchoReply();
        });
        using var own = new CancellationTokenSource();
        await using var front = await FrontOf(back, (client, _) => client.SayAsync(new(), cancellationToken: withOwnToken ? own.Token : CancellationToken.None));
        using var source = new CancellationTokenSource();
        var call = front.Client.SayAsync(new(), cancellationToken: source.Token);
        await arrived.Task.Reason();
        await source.CancelAsync();

        await cancelled.Task.Reason();
        (await Should.ThrowAsync<RpcException>(call.Reason())).StatusCode.ShouldBe(StatusCode.Cancelled);
    }

    [Fact]
    public async Task Cancellation_OfTheCallItself_StillCancelsIt()
    {
        var arrived = new TaskCompletionSource();
        await using var back = await EchoServer.StartAsync(async (_, context) =>
        {
            arrived.SetResult();
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
            return new EchoReply();
        });
        using var own = new CancellationTokenSource();
        await using var front = await FrontOf(back, (client, _) => client.SayAsync(new(), cancellationToken: own.Token));
        var call = front.Client.SayAsync(new(), deadline: DateTime.UtcNow.AddMinutes(1));
        await arrived.Task.Reason();
        await own.CancelAsync();

        (await Should.ThrowAsync<RpcException>(call.Reason())).StatusCode.ShouldBe(StatusCode.Cancelled);
    }

    [Fact]
    public async Task EveryKindOfCall_IsAnsweredThroughIt()
    {
        await using var back = await EchoServer.StartAsync();
        using var own = new CancellationTokenSource();
        await using var front = await FrontOf(back, async (client, _) => new EchoReply { Text = await AllKinds(client, own.Token) });

        (await front.Client.SayAsync(new(), deadline: DateTime.UtcNow.AddMinutes(1)).Reason()).Text.ShouldBe("said repeated collected conversed");
    }

    [Fact]
    public async Task Call_OutsideAnyServedCall_FailsUnlessThatIsSuppressed()
    {
        await using var back = await EchoServer.StartAsync();
        await using var strict = Services(back, _ => { });
        await using var lenient = Services(back, options => options.SuppressContextNotFoundErrors = true);

        Should.Throw<InvalidOperationException>(() => strict.GetRequiredService<Echo.EchoClient>().SayAsync(new()))
            .Message.ShouldBe("Unable to propagate server context values to the call. Can't find the current HttpContext.");
        (await lenient.GetRequiredService<Echo.EchoClient>().SayAsync(new() { Text = "alone" }).Reason()).Text.ShouldBe("alone");
    }

    private static Task<EchoServer> FrontOf(EchoServer back, Func<Echo.EchoClient, ServerCallContext, AsyncUnaryCall<EchoReply>> ask) =>
        FrontOf(back, (client, context) => ask(client, context).ResponseAsync);

    private static Task<EchoServer> FrontOf(EchoServer back, Func<Echo.EchoClient, ServerCallContext, Task<EchoReply>> ask) => EchoServer.StartAsync(
        (_, context) => ask(context.GetHttpContext().RequestServices.GetRequiredService<Echo.EchoClient>(), context),
        services: services => services.AddGrpcClient<Echo.EchoClient>(options => options.Address = back.Address).EnableCallContextPropagation());

    private static async Task<string> AllKinds(Echo.EchoClient client, CancellationToken cancellationToken)
    {
        var said = await client.SayAsync(new() { Text = "said" }, cancellationToken: cancellationToken);
        using var repeat = client.Repeat(new() { Text = "repeated", Count = 1 }, cancellationToken: cancellationToken);
        await repeat.ResponseStream.MoveNext(cancellationToken);
        using var collect = client.Collect(cancellationToken: cancellationToken);
        await collect.RequestStream.WriteAsync(new EchoRequest { Text = "collected" }, cancellationToken);
        await collect.RequestStream.CompleteAsync();
        using var converse = client.Converse(cancellationToken: cancellationToken);
        await converse.RequestStream.WriteAsync(new EchoRequest { Text = "conversed" }, cancellationToken);
        await converse.ResponseStream.MoveNext(cancellationToken);
        return string.Join(' ', said.Text, repeat.ResponseStream.Current.Text, (await collect).Text, converse.ResponseStream.Current.Text);
    }

    private static ServiceProvider Services(EchoServer server, Action<GrpcContextPropagationOptions> configure)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddGrpcClient<Echo.EchoClient>(options => options.Address = server.Address).EnableCallContextPropagation(configure);
        return services.BuildServiceProvider();
    }

    private static DateTime Parsed(EchoReply reply) => DateTime.Parse(reply.Text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
}
