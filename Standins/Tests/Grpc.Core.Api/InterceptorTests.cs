using Grpc.Core;
using Grpc.Core.Interceptors;
using Standins.Tests.Protos;

namespace Standins.Tests.GrpcCore;

public sealed class InterceptorTests
{
    [Fact]
    public async Task Client_SeveralInterceptors_RunInTheOrderGiven()
    {
        Notes notes = [];
        await using var server = await EchoServer.StartAsync();
        var invoker = server.Channel().Intercept(new NotingInterceptor(notes, "1"), new NotingInterceptor(notes, "2")).Intercept(new NotingInterceptor(notes, "0"));

        await new Echo.EchoClient(invoker).SayAsync(new()).Reason();

        notes.ShouldBe(["0 Unary Say", "1 Unary Say", "2 Unary Say"]);
    }

    [Fact]
    public async Task Client_EveryKindOfCall_IsIntercepted()
    {
        Notes notes = [];
        await using var server = await EchoServer.StartAsync();
        await CallAll(new Echo.EchoClient(server.Channel().Intercept(new NotingInterceptor(notes, "client"))));

        notes.ShouldBe(["client Unary Say", "client Unary Say", "client ServerStreaming Repeat", "client ClientStreaming Collect", "client DuplexStreaming Converse"]);
    }

    [Fact]
    public async Task Client_InterceptorThatOverridesNothing_ChangesNothing()
    {
        await using var server = await EchoServer.StartAsync();

        await CallAll(new Echo.EchoClient(server.Channel().Intercept(new Transparent())));
    }

    [Fact]
    public async Task Client_FunctionOfTheHeaders_ChangesThem()
    {
        await using var server = await EchoServer.StartAsync(
            (_, context) => Task.FromResult(new EchoReply { Text = context.RequestHeaders.GetValue("x") }));
        var client = new Echo.EchoClient(server.Channel().Intercept(headers =>
        {
            headers.Add("x", "added");
            return headers;
        }));

        (await client.SayAsync(new()).Reason()).Text.ShouldBe("added");
        (await client.SayAsync(new(), new Metadata { { "x", "own" } }).Reason()).Text.ShouldBe("own, added");
    }

    [Fact]
    public async Task Client_InterceptorThatFails_FailsTheCall()
    {
        await using var server = await EchoServer.StartAsync();
        var client = new Echo.EchoClient(server.Channel().Intercept(_ => throw new RpcException(new(StatusCode.PermissionDenied, "no"))));

        Should.Throw<RpcException>(() => client.SayAsync(new())).StatusCode.ShouldBe(StatusCode.PermissionDenied);
    }

    [Fact]
    public async Task Client_WithHost_CallsForThatHost()
    {
        var recorded = new Recording();
        await using var server = await EchoServer.StartAsync();
        var client = new Echo.EchoClient(server.Channel().Intercept(recorded)).WithHost("other.example");

        await client.SayAsync(new()).Reason();

        recorded.Host.ShouldBe("other.example");
    }

    [Fact]
    public async Task Server_SeveralInterceptors_RunAroundTheHandler()
    {
        Notes notes = [];
        await using var server = await EchoServer.StartAsync(grpc: grpc =>
        {
            grpc.Interceptors.Add<NotingInterceptor>(notes, "1");
            grpc.Interceptors.Add<NotingInterceptor>(notes, "2");
        });

        await server.Client.SayAsync(new()).Reason();

        notes.ShouldBe(["1 before /standins.tests.Echo/Say", "2 before /standins.tests.Echo/Say", "2 after", "1 after"]);
    }

    [Fact]
    public async Task Server_EveryKindOfCall_IsIntercepted()
    {
        Notes notes = [];
        await using var server = await EchoServer.StartAsync(grpc: grpc => grpc.Interceptors.Add<NotingInterceptor>(notes, "server"));
        await CallAll(server.Client);

        notes.Where(note => note.Contains("before", StringComparison.Ordinal)).Select(note => note.Split('/')[^1])
            .ShouldBe(["Say", "Say", "Repeat", "Collect", "Converse"]);
    }

    [Fact]
    public async Task Server_InterceptorThatThrows_EndsTheCallWithItsStatus()
    {
        await using var server = await EchoServer.StartAsync(grpc: grpc => grpc.Interceptors.Add<Refusing>());

        var error = await Should.ThrowAsync<RpcException>(server.Client.SayAsync(new()).Reason());

        error.Status.ShouldBe(new Status(StatusCode.Unauthenticated, "who are you?"));
        error.Trailers.GetValue("reason").ShouldBe("TOKEN_MISSING");
    }

    private static async Task CallAll(Echo.EchoClient client)
    {
        await Task.Run(() => client.Say(new())).Reason();
        (await client.SayAsync(new() { Text = "a" }).Reason()).Text.ShouldBe("a");
        using var repeat = client.Repeat(new() { Count = 1 });
        (await repeat.ResponseStream.MoveNext().Reason()).ShouldBeTrue();
        using var collect = client.Collect();
        await collect.RequestStream.WriteAsync(new EchoRequest { Text = "b" }).Reason();
        await collect.RequestStream.CompleteAsync().Reason();
        (await collect.ResponseAsync.Reason()).Text.ShouldBe("b");
        using var converse = client.Converse();
        await converse.RequestStream.WriteAsync(new EchoRequest()).Reason();
        (await converse.ResponseStream.MoveNext().Reason()).ShouldBeTrue();
        await converse.RequestStream.CompleteAsync().Reason();
        (await converse.ResponseStream.MoveNext().Reason()).ShouldBeFalse();
    }

    private sealed class Transparent : Interceptor;

    private sealed class Recording : Interceptor
    {
        public string? Host { get; private set; }

        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
            TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
        {
            Host = context.Host;
            return continuation(request, context);
        }
    }

    private sealed class Refusing : Interceptor
    {
        public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
            TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) =>
            throw new RpcException(new(StatusCode.Unauthenticated, "who are you?"), new Metadata { { "reason", "TOKEN_MISSING" } });
    }
}
