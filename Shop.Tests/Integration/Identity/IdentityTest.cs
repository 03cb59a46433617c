using System.Globalization;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Shop.Contracts.Identity.V1;
using Shop.Identity;
using Shop.ServiceDefaults.Grpc;
using Shop.Tests.Unit.ServiceDefaults.Loopback;

namespace Shop.Tests.Integration.Identities;

/// <summary>
/// The Identity service as its Program.cs makes it, any number of replicas, on a real Postgres. No broker answers, so that what it
/// publishes stays in the outbox, where a test reads it.
/// </summary>
[Collection(PostgresServer.Collection)]
public abstract class IdentityTest(PostgresServer servers) : IAsyncLifetime
{
    private protected const string Secret = "the secret of the identity of the tests, long enough";
    private protected const string AdminEmail = "admin@shop.example";
    private protected const string AdminPassword = "the admin of the tests 42";
    private protected const string Password = "a horse, a staple, a battery";

    private readonly List<TestService> _replicas = [];
    private TestService _neighbours = null!;

    private protected MergingCart Cart { get; } = new();

    private protected NpgsqlDataSource Store { get; private set; } = null!;

    private protected string Database { get; private set; } = "";

    /// <summary>The first replica.</summary>
    private protected TestService Identity { get; private set; } = null!;

    private protected IdentityService.IdentityServiceClient Client => ClientOf(Identity);

    public virtual async Task InitializeAsync()
    {
        Database = await servers.CreateDatabaseAsync();
        Store = NpgsqlDataSource.Create(Database);
        _neighbours = await TestService.StartAsync(builder => builder.Services.AddSingleton(Cart), app => app.MapShopGrpcService<MergingCart>());
        Identity = await StartReplicaAsync();
    }

    public virtual async Task DisposeAsync()
    {
        foreach (var replica in _replicas)
        {
            await replica.DisposeAsync();
        }

        await _neighbours.DisposeAsync();
        await Store.DisposeAsync();
        await servers.DropDatabaseAsync(Database);
    }

    private protected async Task<TestService> StartReplicaAsync()
    {
        var keys = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{TestService.FreePort()}");
        var replica = await TestService.StartAsync(
            builder =>
            {
                builder.AddShopPostgres("identitydb", typeof(IdentityGrpc).Assembly);
                builder.AddShopMessaging("rabbitmq");
                builder.AddIdentity();
            },
            app =>
            {
                app.MapShopGrpcService<IdentityGrpc>();
                app.MapKeys();
            },
            [
                new("ConnectionStrings:identitydb", Database),
                new("ConnectionStrings:rabbitmq", "amqp://guest:guest@127.0.0.1:1"),
                new("Messaging:Service", "identity"),
                // It has keys of its own.
                new("Security:KnownKeys", ""),
                new("Kestrel:Endpoints:keys:Url", keys),
                new("Kestrel:Endpoints:keys:Protocols", "Http1"),
                new("Identity:Secret", Secret),
                new("Identity:AdminEmail", AdminEmail),
                new("Identity:AdminPassword", AdminPassword),
                .. TestService.ReplicasOf("cart", _neighbours.Address),
            ]);
        _replicas.Add(replica);
        return replica;
    }

    /// <summary>Where a replica publishes its keys.</summary>
    private protected static Uri KeysOf(TestService replica) => new(replica.App.Configuration["Kestrel:Endpoints:keys:Url"]!);

    private protected static IdentityService.IdentityServiceClient ClientOf(TestService replica) => new(replica.Channel);

    private protected static string NewId() => Guid.NewGuid().ToString();

    private protected static string NewEmail() => $"somebody-{Guid.NewGuid():N}@mail.example";

    private protected static Metadata As(Session session) => new() { { "authorization", $"Bearer {session.AccessToken}" } };

    private protected async Task<Session> GuestAsync() => (await Client.CreateGuestSessionAsync(new CreateGuestSessionRequest { RequestId = NewId() })).Session;

    private protected async Task<Session> SignInAsync(string email, string password = Password, Metadata? headers = null) =>
        (await Client.SignInAsync(new SignInRequest { RequestId = NewId(), Email = email, Password = password }, headers)).Session;

    private protected Task<Session> AdminAsync() => SignInAsync(AdminEmail, AdminPassword);

    /// <summary>Somebody new, registered, verified and signed in.</summary>
    private protected async Task<Session> CustomerAsync(string? email = null, Metadata? headers = null)
    {
        email ??= NewEmail();
        await Client.RegisterAsync(new RegisterRequest { RequestId = NewId(), Email = email, Password = Password, DisplayName = "Ada Example" });
        var letter = await LetterAsync(email, LetterKind.VerifyEmail);
        return (await Client.VerifyEmailAsync(new VerifyEmailRequest { RequestId = NewId(), LinkToken = letter.LinkToken, Password = Password }, headers)).Session;
    }

    private protected async Task<Session> RefreshAsync(Session session, string? requestId = null) =>
        (await Client.RefreshAsync(new RefreshRequest { RequestId = requestId ?? NewId(), RefreshToken = session.RefreshToken })).Session;

    /// <summary>Everything published so far, of a kind.</summary>
    private protected async Task<List<T>> EventsAsync<T>() where T : class, IMessage<T>, new()
    {
        await using var command = Store.CreateCommand("SELECT payload FROM outbox WHERE type = $1 ORDER BY id");
        command.Parameters.Add(new() { Value = new T().Descriptor.FullName });
        await using var reader = await command.ExecuteReaderAsync();
        var events = new List<T>();
        while (await reader.ReadAsync())
        {
            var message = new T();
            message.MergeFrom(await reader.GetFieldValueAsync<byte[]>(0));
            events.Add(message);
        }

        return events;
    }

    /// <summary>The last letter of a kind to an address, once all that was asked for is written.</summary>
    private protected async Task<EmailRequested> LetterAsync(string email, LetterKind kind) =>
        (await LettersAsync(email)).LastOrDefault(letter => letter.Kind == kind) ?? throw new InvalidOperationException($"There is no letter {kind} to {email}.");

    private protected async Task<List<EmailRequested>> LettersAsync(string email)
    {
        var limit = DateTime.UtcNow + TestService.Patience;
        while (await ScalarAsync<long>("SELECT count(*) FROM letter") > 0)
        {
            (DateTime.UtcNow < limit).ShouldBeTrue("the letters are not written");
            await Identity.App.Services.GetRequiredService<LetterWriter>().WriteAsync(CancellationToken.None);
        }

        return [.. (await EventsAsync<EmailRequested>()).Where(letter => letter.Email == email)];
    }

    private protected static async Task<RpcException> RefusedAsync<T>(AsyncUnaryCall<T> call, StatusCode code, string reason)
    {
        var exception = await Should.ThrowAsync<RpcException>(async () => await call);
        exception.StatusCode.ShouldBe(code, exception.Status.Detail);
        ShopErrors.ReasonOf(exception).ShouldBe(reason);
        return exception;
    }

    private protected async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = Store.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    private protected async Task ExecuteAsync(string sql)
    {
        await using var command = Store.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
