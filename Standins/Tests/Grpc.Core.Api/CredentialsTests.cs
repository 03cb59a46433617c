using Grpc.Core;
using Standins.Tests.Protos;

namespace Standins.Tests.GrpcCore;

public sealed class CredentialsTests
{
    private static readonly CallCredentials Nothing = CallCredentials.FromInterceptor((_, _) => Task.CompletedTask);

    [Fact]
    public void Create_OverAnInsecureChannel_IsRefused()
    {
        Should.Throw<ArgumentException>(() => ChannelCredentials.Create(ChannelCredentials.Insecure, Nothing));
        ChannelCredentials.Create(ChannelCredentials.SecureSsl, Nothing).ShouldNotBeNull();
    }

    [Fact]
    public void Compose_OfOne_IsRefused() => Should.Throw<ArgumentException>(() => CallCredentials.Compose(Nothing));

    [Fact]
    public async Task CallCredentials_OfAllKinds_AddTheirHeadersInOrder()
    {
        await using var server = await EchoServer.StartAsync((_, context) => Task.FromResult(new EchoReply
        {
            Text = context.RequestHeaders.GetValue("x-auth"),
        }));
        var client = new Echo.EchoClient(server.Channel(options => options.UnsafeUseInsecureChannelCallCredentials = true));
        var composed = CallCredentials.Compose(Adding("1"), Adding("2"));

        var reply = await client.SayAsync(new(), new CallOptions(credentials: composed)).Reason();

        reply.Text.ShouldBe("1, 2");
    }

    [Fact]
    public async Task Interceptor_IsToldTheServiceAndTheMethod()
    {
        var told = "";
        await using var server = await EchoServer.StartAsync();
        var client = new Echo.EchoClient(server.Channel(options => options.UnsafeUseInsecureChannelCallCredentials = true));
        var credentials = CallCredentials.FromInterceptor((context, _) =>
        {
            told = $"{context.ServiceUrl} {context.MethodName}";
            return Task.CompletedTask;
        });

        await client.SayAsync(new(), new CallOptions(credentials: credentials)).Reason();

        told.ShouldBe($"{server.Address}standins.tests.Echo Say");
    }

    [Fact]
    public void AuthContext_PeerThatIsKnown_HasItsIdentity()
    {
        var name = AuthProperty.Create("subject", "größe"u8.ToArray());
        var known = new AuthContext("subject", new() { ["subject"] = [name], ["issuer"] = [AuthProperty.Create("issuer", [])] });

        known.IsPeerAuthenticated.ShouldBeTrue();
        known.PeerIdentity.ShouldBe([name]);
        known.Properties.Count().ShouldBe(2);
        known.FindPropertiesByName("other").ShouldBeEmpty();
        name.Value.ShouldBe("größe");
        new AuthContext(null, []).IsPeerAuthenticated.ShouldBeFalse();
        new AuthContext(null, []).PeerIdentity.ShouldBeEmpty();
    }

    private static CallCredentials Adding(string value) => CallCredentials.FromInterceptor((_, metadata) =>
    {
        metadata.Add("x-auth", value);
        return Task.CompletedTask;
    });
}
