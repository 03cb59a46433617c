using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Shop.ServiceDefaults.Security;

/// <summary>Access tokens of guests, customers and administrators, as every service checks them: ES256, by a key of Identity's.</summary>
public static class UserTokens
{
    private static readonly JsonWebTokenHandler Handler = new();

    /// <summary>A token.</summary>
    /// <param name="key">The key pair, one of those that Identity publishes; its id goes into the token's header.</param>
    /// <param name="subject">Who the token stands for.</param>
    /// <param name="role">One of <see cref="Roles"/>, but never a service: no key of Identity's speaks for one.</param>
    /// <param name="sessionId">The session it belongs to; null for none.</param>
    /// <param name="now">From when it is valid.</param>
    /// <param name="lifetime">For how long.</param>
    public static string Issue(ECDsaSecurityKey key, string subject, string role, string? sessionId, DateTimeOffset now, TimeSpan lifetime)
    {
        if (role == Roles.Service)
        {
            throw new ArgumentException("Services sign their own tokens.", nameof(role));
        }

        var claims = new Dictionary<string, object> { [TokenClaims.Subject] = subject, [TokenClaims.Role] = role };
        if (sessionId is not null)
        {
            claims[TokenClaims.Session] = sessionId;
        }

        return Handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = TokenClaims.Issuer,
            Audience = TokenClaims.Audience,
            IssuedAt = now.UtcDateTime,
            NotBefore = now.UtcDateTime,
            Expires = (now + lifetime).UtcDateTime,
            Claims = claims,
            SigningCredentials = new SigningCredentials(key, SecurityAlgorithms.EcdsaSha256),
        });
    }
}
