using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Shop.ServiceDefaults.Security;

/// <summary>
/// Signs the tokens of services with the key that they share, under an issuer of their own. The gateway's guest tokens come from here
/// too until it asks Identity for them (docs/decisions/0013-identity.md, "Not yet").
/// </summary>
public sealed class TokenIssuer(ECDsaSecurityKey key, TimeProvider time)
{
    private readonly JsonWebTokenHandler _handler = new();
    private readonly SigningCredentials _credentials = new(key, SecurityAlgorithms.EcdsaSha256);

    /// <summary>An ES256 token.</summary>
    /// <param name="subject">Who the token stands for.</param>
    /// <param name="role">One of <see cref="Roles"/>.</param>
    /// <param name="lifetime">How long it is valid from now on.</param>
    public string Issue(string subject, string role, TimeSpan lifetime)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return _handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = role == Roles.Service ? TokenClaims.ServiceIssuer : TokenClaims.Issuer,
            Audience = TokenClaims.Audience,
            IssuedAt = now,
            NotBefore = now,
            Expires = now + lifetime,
            Claims = new Dictionary<string, object> { [TokenClaims.Subject] = subject, [TokenClaims.Role] = role },
            SigningCredentials = _credentials,
        });
    }
}
