using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Shop.ServiceDefaults.Security;
using Shop.Tests.Integration;

namespace Shop.Tests.Security;

/// <summary>Tokens as the shop makes them, and as those make them who would like to be in it.</summary>
internal sealed class TokenForge(RunningUsers users)
{
    private readonly ECDsaSecurityKey _key = users.UserKey;

    /// <summary>The accounts that the tokens of customers and of the administrator stand for.</summary>
    public static Guid CustomerId { get; } = Guid.CreateVersion7();

    public static Guid OtherCustomerId { get; } = Guid.CreateVersion7();

    public static Guid AdminId { get; } = Guid.CreateVersion7();

    public string Guest => Token("guest-of-tests", Roles.Guest);

    public string Customer => Token($"{CustomerId}", Roles.Customer);

    /// <summary>A customer to whom nothing belongs.</summary>
    public string OtherCustomer => Token($"{OtherCustomerId}", Roles.Customer);

    public string Admin => Token($"{AdminId}", Roles.Admin);

    public string Service => Token("order", Roles.Service);

    /// <summary>Tokens that must open nothing, by what is wrong with them. Each claims to be an administrator.</summary>
    public IReadOnlyDictionary<string, string> Bad => new Dictionary<string, string>
    {
        ["malformed"] = "not.a.token",
        ["expired"] = Forge(token => (token.NotBefore, token.IssuedAt, token.Expires) = (DateTime.UtcNow.AddHours(-2), DateTime.UtcNow.AddHours(-2), DateTime.UtcNow.AddHours(-1))),
        ["not yet valid"] = Forge(token => (token.NotBefore, token.Expires) = (DateTime.UtcNow.AddHours(1), DateTime.UtcNow.AddHours(2))),
        ["wrong key"] = Forge(token => token.SigningCredentials = new(TokenKey.Derive(new string('x', 64)), SecurityAlgorithms.EcdsaSha256)),
        ["services' key"] = Forge(token => token.SigningCredentials = new(users.ServiceKey, SecurityAlgorithms.EcdsaSha256)),
        ["alg none"] = $"{Encode("""{"alg":"none","typ":"JWT"}""")}.{Admin.Split('.')[1]}.",
        ["HS256 by public key"] = SignedByPublicKey(),
        ["wrong audience"] = Forge(token => token.Audience = "bank"),
        ["wrong issuer"] = Forge(token => token.Issuer = "mallory"),
    };

    /// <summary>A token that is as it should be.</summary>
    public string Token(string subject, string role) => users.Token(subject, role);

    private string Forge(Action<SecurityTokenDescriptor> change)
    {
        var token = new SecurityTokenDescriptor
        {
            Issuer = TokenClaims.Issuer,
            Audience = TokenClaims.Audience,
            NotBefore = DateTime.UtcNow.AddMinutes(-1),
            Expires = DateTime.UtcNow.AddHours(1),
            Claims = new Dictionary<string, object> { ["sub"] = "admin-of-tests", ["role"] = Roles.Admin },
            SigningCredentials = new(_key, SecurityAlgorithms.EcdsaSha256),
        };
        change(token);
        return new JsonWebTokenHandler().CreateToken(token);
    }

    // The classic: a verifier that lets the token choose takes the public key for a shared secret.
    private string SignedByPublicKey()
    {
        var text = $"{Encode($$"""{"alg":"HS256","typ":"JWT","kid":"{{_key.KeyId}}"}""")}.{Admin.Split('.')[1]}";
        return $"{text}.{Base64UrlEncoder.Encode(HMACSHA256.HashData(_key.ECDsa.ExportSubjectPublicKeyInfo(), Encoding.UTF8.GetBytes(text)))}";
    }

    private static string Encode(string text) => Base64UrlEncoder.Encode(text);
}
