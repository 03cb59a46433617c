using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using Npgsql;
using Shop.Identity;
using Shop.ServiceDefaults.Security;

namespace Shop.Tests.Integration;

/// <summary>Tokens that a running shop takes for its own: signed by the keys of its Identity, and those of services by their key.</summary>
internal sealed class RunningUsers
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private RunningUsers(ECDsaSecurityKey userKey, ECDsaSecurityKey serviceKey) => (UserKey, ServiceKey) = (userKey, serviceKey);

    /// <summary>Identity's key pair.</summary>
    public ECDsaSecurityKey UserKey { get; }

    /// <summary>The services'.</summary>
    public ECDsaSecurityKey ServiceKey { get; }

    /// <summary>Whoever holds Identity's secret and its database can be anybody: here the tests are.</summary>
    public static async Task<RunningUsers> OfAsync(DistributedApplication app)
    {
        await using var database = NpgsqlDataSource.Create((await app.GetConnectionStringAsync("identitydb"))!);
        var secrets = new Secrets(Options.Create(new AccountOptions { Secret = await ParameterAsync(app, "identity-secret") }));
        var keys = await new KeyStore(database, secrets, TimeProvider.System).LoadAsync(CancellationToken.None);
        var userKey = KeySchedule.Signing(keys, key => key.SignTime, DateTimeOffset.UtcNow).ShouldNotBeNull().Key;
        return new RunningUsers(userKey, TokenKey.Derive(await ParameterAsync(app, "token-key")));
    }

    /// <summary>A parameter of the AppHost.</summary>
    public static async Task<string> ParameterAsync(DistributedApplication app, string name) =>
        (await app.Services.GetRequiredService<DistributedApplicationModel>().Resources.OfType<ParameterResource>().Single(resource => resource.Name == name).GetValueAsync(CancellationToken.None)).ShouldNotBeNull();

    public string Token(string subject, string role) => role == Roles.Service
        ? new TokenIssuer(ServiceKey, TimeProvider.System).Issue(subject, Lifetime)
        : UserTokens.Issue(UserKey, subject, role, sessionId: null, DateTimeOffset.UtcNow, Lifetime);

    /// <summary>The headers of somebody.</summary>
    public Metadata Headers(string subject, string role) => new() { { "authorization", $"Bearer {Token(subject, role)}" } };
}
