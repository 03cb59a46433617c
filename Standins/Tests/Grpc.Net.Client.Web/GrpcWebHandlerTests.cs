using System.Net;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Web;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Standins.Tests.GrpcCore;
using Standins.Tests.Protos;

namespace Standins.Tests.GrpcWebClient;

/// <summary>The real client, over gRPC-Web and HTTP/1.1, against the real server.</summary>
public sealed class GrpcWebHandlerTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private WebApplication _app = null!;

    public static TheoryData<GrpcWebMode> Modes => [GrpcWebMode.GrpcWeb, GrpcWebMode.GrpcWebText];

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Unary_AnyMode_GivesTheAnswer(GrpcWebMode mode)
    {
        using var channel = Channel(mode);

        var reply = await new Echo.EchoClient(channel).SayAsync(new EchoRequest { Text = "hello" }).ResponseAsync.WaitAsync(Patience);

        reply.Text.ShouldBe("hello");
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Unary_LargeMessageBothWays_IsWhole(GrpcWebMode mode)
    {
        using var channel = Channel(mode);
        var text = new string('x', 200_001);

        (await new Echo.EchoClient(channel).SayAsync(new EchoRequest { Text = text }).ResponseAsync.WaitAsync(Patience)).Text.ShouldBe(text);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task ServerStream_AnyMode_GivesEveryAnswer(GrpcWebMode mode)
    {
        using var channel = Channel(mode);
        using var limit = new CancellationTokenSource(Patience);
        using var call = new Echo.EchoClient(channel).Repeat(new EchoRequest { Text = "again", Count = 5 });

        var replies = new List<int>();
        while (await call.ResponseStream.MoveNext(limit.Token))
        {
            replies.Add(call.ResponseStream.Current.Index);
        }

        replies.ShouldBe([0, 1, 2, 3, 4]);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Unary_ServerRefuses_GivesStatusAndTrailers(GrpcWebMode mode)
    {
        using var channel = Channel(mode);

        var refusal = await Should.ThrowAsync<RpcException>(new Echo.EchoClient(channel).SayAsync(new EchoRequest { Text = "refuse" }).ResponseAsync.WaitAsync(Patience));

        refusal.StatusCode.ShouldBe(StatusCode.FailedPrecondition);
        refusal.Status.Detail.ShouldBe("not now");
        refusal.Trailers.GetValueBytes("why-bin").ShouldBe([1, 2, 3]);
    }

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton<Func<EchoRequest, ServerCallContext, Task<EchoReply>>>((request, _) => request.Text == "refuse"
            ? throw new RpcException(new Status(StatusCode.FailedPrecondition, "not now"), new Metadata { { "why-bin", new byte[] { 1, 2, 3 } } })
            : Task.FromResult(new EchoReply { Text = request.Text }));
        _app = builder.Build();
        _app.UseGrpcWeb(new GrpcWebOptions { DefaultEnabled = true });
        _app.MapGrpcService<EchoService>();
        await _app.StartAsync();
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    private GrpcChannel Channel(GrpcWebMode mode) =>
        GrpcChannel.ForAddress(_app.Urls.Single(), new GrpcChannelOptions { HttpHandler = new GrpcWebHandler(mode, new SocketsHttpHandler()), DisposeHttpClient = true });
}
