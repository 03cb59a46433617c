using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Shop.Contracts.Identity.V1;
using Shop.Identity;
using Shop.ServiceDefaults.Security;

namespace Shop.Tests.Integration.Identities;

public sealed class KeyRotationTests(PostgresServer servers) : IdentityTest(servers)
{
    [Fact]
    public async Task Rotation_OverTwoReplicas_NeverRefusesAValidTokenAndEndsTheOldKey()
    {
        var second = await StartReplicaAsync();
        using var http = new HttpClient();
        (await KidsAsync(http, second)).ShouldBe(await KidsAsync(http, Identity));
        var old = await GuestAsync();
        var oldKid = new JsonWebToken(old.AccessToken).Kid;

        // Twenty-nine and a half days later the next key is published by both and signs nowhere.
        await PassAsync("29.5 days", second);
        var kids = await KidsAsync(http, Identity);
        kids.Count.ShouldBe(2);
        (await KidsAsync(http, second)).ShouldBe(kids);
        new JsonWebToken((await GuestAsync()).AccessToken).Kid.ShouldBe(oldKid);

        // A day later it signs, and what the old one has signed is still good everywhere.
        await PassAsync("1.01 days", second);
        var fresh = await GuestAsync();
        new JsonWebToken(fresh.AccessToken).Kid.ShouldNotBe(oldKid);
        foreach (var session in new[] { old, fresh })
        {
            await Client.ListSessionsAsync(new ListSessionsRequest(), As(session));
            await ClientOf(second).ListSessionsAsync(new ListSessionsRequest(), As(session));
        }

        // Two hours later the old one is gone, and remembered tokens with it.
        await PassAsync("2 hours", second);
        (await KidsAsync(http, second)).ShouldNotContain(oldKid);
        await Client.ListSessionsAsync(new ListSessionsRequest(), As(fresh));
        await RefusedAsync(Client.ListSessionsAsync(new ListSessionsRequest(), As(old)), StatusCode.Unauthenticated, "TOKEN_INVALID");
        await RefusedAsync(ClientOf(second).ListSessionsAsync(new ListSessionsRequest(), As(old)), StatusCode.Unauthenticated, "TOKEN_INVALID");
    }

    [Fact]
    public async Task Database_HoldsNoKeyInTheClear() =>
        (await ScalarAsync<bool>("SELECT bool_and(position(substring(public_key from 30 for 32) in private_key) = 0) FROM signing_key")).ShouldBeTrue();

    // The clocks of the tokens are the machine's; so the keys grow older instead.
    private async Task PassAsync(string span, params Unit.ServiceDefaults.Loopback.TestService[] others)
    {
        await ExecuteAsync($"UPDATE signing_key SET sign_time = sign_time - interval '{span}'");
        foreach (var replica in others.Prepend(Identity))
        {
            await replica.App.Services.GetRequiredService<SigningKeys>().RefreshAsync(CancellationToken.None);
        }
    }

    private static async Task<List<string>> KidsAsync(HttpClient http, Unit.ServiceDefaults.Loopback.TestService replica) =>
        [.. PublicKeys.Read(await http.GetByteArrayAsync(new Uri(KeysOf(replica), "/.well-known/jwks.json"))).Select(key => key.KeyId!).Order(StringComparer.Ordinal)];
}
