using System.Net;
using System.Net.Sockets;
using Grpc.Core;
using Grpc.Net.Client;
using Shop.Contracts.Identity.V1;
using Shop.Contracts.Rpc;
using Shop.ServiceDefaults.Grpc;
using Shop.Tests.Unit.Gateway;
using Shop.Tests.Unit.ServiceDefaults.Loopback;

namespace Shop.Tests.Integration.Identities;

/// <summary>Somebody who guesses passwords from outside, at the real gateway with its usual limits before the real Identity.</summary>
public sealed class GuessesAtTheGatewayTests(PostgresServer servers) : IdentityTest(servers)
{
    private const int Guesses = 1000;
    private RunningGateway _gateway = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        _gateway = await RunningGateway.StartAsync([], [.. TestService.ReplicasOf("identity", Identity.Address), new("services:identity:keys:0", KeysOf(Identity).ToString())]);
    }

    public override async Task DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task SignIn_AThousandGuesses_AreMostlyTurnedAwayAndAllElseGoesOn()
    {
        var (email, other) = (NewEmail(), NewEmail());
        var customer = await CustomerAsync(email);
        await CustomerAsync(other);
        var guesser = new IdentityService.IdentityServiceClient(_gateway.Channel("native"));

        var before = await ScalarAsync<long>("SELECT count(*) FROM guess");
        var refusals = new List<RpcException>();
        foreach (var portion in Enumerable.Range(0, Guesses).Chunk(50))
        {
            refusals.AddRange(await Task.WhenAll(portion.Select(i => Should.ThrowAsync<RpcException>(async () => await SignInAsync(guesser, email, $"guess number {i}")))));
        }

        var reasons = refusals.CountBy(refusal => ShopErrors.ReasonOf(refusal) ?? "").ToDictionary();
        reasons.Keys.ShouldBeSubsetOf(["TOO_MANY_CALLS", "TOO_MANY_ATTEMPTS", "INVALID_CREDENTIALS"]);
        reasons["INVALID_CREDENTIALS"].ShouldBeInRange(1, 20);
        reasons["TOO_MANY_CALLS"].ShouldBeGreaterThan(Guesses / 2);
        refusals.Where(refusal => refusal.StatusCode == StatusCode.ResourceExhausted).ShouldAllBe(refusal => ShopErrors.DetailOf<RetryInfo>(refusal) != null);
        // A row for the account and one for the address, however many guesses there were.
        (await ScalarAsync<long>("SELECT count(*) FROM guess")).ShouldBeLessThanOrEqualTo(before + 2);

        // Whoever is in goes on; from elsewhere others sign in at once, and the owner of the account when its wait is over.
        (await guesser.GetProfileAsync(new GetProfileRequest(), As(customer))).Email.ShouldBe(email);
        using var elsewhere = ChannelFrom(IPAddress.Parse("127.0.0.2"));
        var client = new IdentityService.IdentityServiceClient(elsewhere);
        (await SignInAsync(client, other, Password)).Role.ShouldBe(Role.Customer);
        await ExecuteAsync("UPDATE guess SET until_time = now() - interval '1 s'");
        (await SignInAsync(client, email, Password)).SubjectId.ShouldBe(customer.SubjectId);
        (await client.RefreshAsync(new RefreshRequest { RequestId = NewId(), RefreshToken = customer.RefreshToken })).Session.SubjectId.ShouldBe(customer.SubjectId);
    }

    private static async Task<Session> SignInAsync(IdentityService.IdentityServiceClient client, string email, string password) =>
        (await client.SignInAsync(new SignInRequest { RequestId = NewId(), Email = email, Password = password }, deadline: DateTime.UtcNow + TestService.Patience)).Session;

    // All of 127.0.0.0/8 is this machine.
    private GrpcChannel ChannelFrom(IPAddress address) => GrpcChannel.ForAddress(_gateway.Grpc, new GrpcChannelOptions
    {
        DisposeHttpClient = true,
        HttpHandler = new SocketsHttpHandler
        {
            ConnectCallback = async (context, cancellationToken) =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                socket.Bind(new IPEndPoint(address, 0));
                await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        },
    });
}
