using System.Security.Cryptography;
using System.Text;
using Grpc.Core;
using Microsoft.IdentityModel.Tokens;
using Shop.ServiceDefaults.Security;

namespace Shop.Tests.Unit.ServiceDefaults.Loopback;

/// <summary>Tokens of users for services that run without an Identity: they know the key by <c>Security:KnownKeys</c>.</summary>
internal static class TestUsers
{
    /// <summary>What stands for Identity's key pair.</summary>
    public static ECDsaSecurityKey Key { get; } = new(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = "users-of-tests" };

    /// <summary>Its public half, as a JWK set.</summary>
    public static string KnownKeys { get; } = Encoding.UTF8.GetString(PublicKeys.Write([Key]));

    /// <summary>A token that is valid from now on, by the system's clock.</summary>
    public static string Token(string subject, string role, TimeSpan lifetime) => UserTokens.Issue(Key, subject, role, sessionId: null, DateTimeOffset.UtcNow, lifetime);

    /// <summary>The headers of somebody.</summary>
    public static Metadata Headers(string subject, string role) => new() { { "authorization", $"Bearer {Token(subject, role, TimeSpan.FromHours(1))}" } };
}
