using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Configuration;
using Standins.Tests.Protos;

namespace Standins.Tests.GrpcCore;

public sealed class ErrorTests
{
    [Fact]
    public async Task RpcException_ReachesTheClientWithItsTrailers()
    {
        await using var server = await EchoServer.StartAsync((_, context) =>
        {
            context.ResponseTrailers.Add("from-context", "1");
            throw new RpcException(new(StatusCode.FailedPrecondition, "Größe: 100 % \n changed"), new Metadata { { "reason", "PRICE_CHANGED" }, { "details-bin", [1, 2, 3] } });
        });

        var error = await FailureOf(server.Client.SayAsync(new()));

        error.StatusCode.ShouldBe(StatusCode.FailedPrecondition);
        error.Status.Detail.ShouldBe("Größe: 100 % \n changed");
        error.Trailers.GetValue("reason").ShouldBe("PRICE_CHANGED");
        error.Trailers.GetValue("from-context").ShouldBe("1");
        error.Trailers.GetValueBytes("details-bin").ShouldBe([1, 2, 3]);
    }

    [Theory]
    [InlineData(false, "Exception was thrown by handler.")]
    [InlineData(true, "Exception was thrown by handler. InvalidOperationException: a secret")]
    public async Task OtherException_IsUnknown_AndToldOnlyWhereThatIsWanted(bool detailed, string detail)
    {
        await using var server = await EchoServer.StartAsync((_, _) => throw new InvalidOperationException("a secret"), grpc => grpc.EnableDetailedErrors = detailed);

        var error = await FailureOf(server.Client.SayAsync(new()));

        error.StatusCode.ShouldBe(StatusCode.Unknown);
        error.Status.Detail.ShouldBe(detail);
    }

    [Fact]
    public async Task StatusOfTheContext_EndsTheCall()
    {
        await using var server = await EchoServer.StartAsync((_, context) =>
        {
            context.Status = new(StatusCode.NotFound, "no such thing");
            return Task.FromResult(new EchoReply());
        });

        (await FailureOf(server.Client.SayAsync(new()))).Status.ShouldBe(new Status(StatusCode.NotFound, "no such thing"));
    }

    [Fact]
    public async Task MessageTooLargeForTheServer_IsResourceExhausted()
    {
        await using var server = await EchoServer.StartAsync(grpc: grpc => grpc.MaxReceiveMessageSize = 100);

        (await FailureOf(server.Client.SayAsync(new() { Text = new string('x', 200) }))).StatusCode.ShouldBe(StatusCode.ResourceExhausted);
        (await server.Client.SayAsync(new() { Text = "short" }).Reason()).Text.ShouldBe("short");
    }

    [Fact]
    public async Task MessageTooLargeForTheClient_IsResourceExhausted()
    {
        await using var server = await EchoServer.StartAsync();
        var client = new Echo.EchoClient(server.Channel(options => (options.MaxReceiveMessageSize, options.MaxSendMessageSize) = (100, 1000)));

        (await FailureOf(client.SayAsync(new() { Text = new string('x', 200) }))).StatusCode.ShouldBe(StatusCode.ResourceExhausted);
        (await FailureOf(client.SayAsync(new() { Text = new string('x', 2000) }))).StatusCode.ShouldBe(StatusCode.ResourceExhausted);
    }

    [Fact]
    public async Task MethodThatNobodyServes_IsUnimplemented()
    {
        await using var server = await EchoServer.StartAsync(map: app => app.MapGrpcService<Silent>());

        (await FailureOf(server.Client.SayAsync(new()))).StatusCode.ShouldBe(StatusCode.Unimplemented);
    }

    [Fact]
    public async Task ServerThatIsAway_IsUnavailable_WithTheCause()
    {
        Uri address;
        await using (var server = await EchoServer.StartAsync()) address = server.Address;
        using var channel = GrpcChannel.ForAddress(address);

        var error = await FailureOf(new Echo.EchoClient(channel).SayAsync(new()));

        error.StatusCode.ShouldBe(StatusCode.Unavailable);
        error.Status.DebugException.ShouldNotBeNull();
    }

    [Fact]
    public async Task Unavailable_WithARetryPolicy_IsTriedAgain()
    {
        var attempts = 0;
        await using var server = await EchoServer.StartAsync((_, context) => Interlocked.Increment(ref attempts) < 3
            ? throw new RpcException(new(StatusCode.Unavailable, "not yet"))
            : Task.FromResult(new EchoReply { Text = context.RequestHeaders.GetValue("grpc-previous-rpc-attempts") }));
        var retry = new RetryPolicy
        {
            MaxAttempts = 4,
            InitialBackoff = TimeSpan.FromMilliseconds(1),
            MaxBackoff = TimeSpan.FromMilliseconds(1),
            BackoffMultiplier = 1,
            RetryableStatusCodes = { StatusCode.Unavailable },
        };
        var client = new Echo.EchoClient(server.Channel(options => options.ServiceConfig = new() { MethodConfigs = { new() { Names = { MethodName.Default }, RetryPolicy = retry } } }));

        (await client.SayAsync(new()).Reason()).Text.ShouldBe("2");
    }

    [Fact]
    public async Task Stream_ThatFailsHalfway_GivesWhatItHadAndThenTheError()
    {
        var service = new Halfway();
        await using var server = await EchoServer.StartAsync(map: app => app.MapGrpcService(Echo.BindService(service)));
        using var call = server.Client.Repeat(new());

        (await call.ResponseStream.MoveNext().Reason()).ShouldBeTrue();
        var error = await Should.ThrowAsync<RpcException>(call.ResponseStream.MoveNext().Reason());

        error.StatusCode.ShouldBe(StatusCode.DataLoss);
        error.Trailers.GetValue("reason").ShouldBe("TORN");
        call.GetStatus().StatusCode.ShouldBe(StatusCode.DataLoss);
    }

    private static Task<RpcException> FailureOf(AsyncUnaryCall<EchoReply> call) => Should.ThrowAsync<RpcException>(call.Reason());

    private sealed class Silent : Echo.EchoBase;

    private sealed class Halfway : Echo.EchoBase
    {
        public override async Task Repeat(EchoRequest request, IServerStreamWriter<EchoReply> responseStream, ServerCallContext context)
        {
            await responseStream.WriteAsync(new EchoReply(), context.CancellationToken);
            throw new RpcException(new(StatusCode.DataLoss, "torn"), new Metadata { { "reason", "TORN" } });
        }
    }
}
