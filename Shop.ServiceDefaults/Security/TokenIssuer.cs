using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Shop.ServiceDefaults.Security;

/// <summary>Signs the tokens of services with the key that they share, under an issuer of their own. It speaks for nobody else.</summary>
public sealed class TokenIssuer(ECDsaSecurityKey key, TimeProvider time)
{
    private readonly JsonWebTokenHandler _handler = new();
    private readonly SigningCredentials _credentials = new(key, SecurityAlgorithms.EcdsaSha256);

    /// <summary>An ES256 token.</summary>
    /// <param name="service">The service's name.</param>
    /// <param name="lifetime">How long it is valid from now on.</param>
    public string Issue(string service, TimeSpan lifetime)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return _handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = TokenClaims.ServiceIssuer,
            Audience = TokenClaims.Audience,
            IssuedAt = now,
            NotBefore = now,
            Expires = now + lifetime,
            Claims = new Dictionary<string, object> { [TokenClaims.Subject] = service, [TokenClaims.Role] = Roles.Service },
            SigningCredentials = _credentials,
        });
    }
}
