using Microsoft.IdentityModel.Tokens;

namespace Microsoft.IdentityModel.JsonWebTokens;

internal static class LifetimeValidation
{
    public static void Validate(JsonWebToken token, TokenValidationParameters parameters, DateTime now)
    {
        DateTime? notBefore = token.Form.Payload.Has(JwtRegisteredClaimNames.Nbf) ? token.ValidFrom : null;
        DateTime? expires = token.Form.Payload.Has(JwtRegisteredClaimNames.Exp) ? token.ValidTo : null;
        if (parameters.LifetimeValidator is { } validator)
        {
            if (!validator(notBefore, expires, token, parameters))
            {
                throw new SecurityTokenInvalidLifetimeException("The lifetime of the token is not accepted.") { NotBefore = notBefore, Expires = expires };
            }
        }
        else if (parameters.ValidateLifetime)
        {
            Validate(notBefore, expires, parameters, now);
        }
    }

    private static void Validate(DateTime? notBefore, DateTime? expires, TokenValidationParameters parameters, DateTime now)
    {
        if (expires is null && parameters.RequireExpirationTime)
        {
            throw new SecurityTokenNoExpirationException("The token has no expiration.");
        }

        if (notBefore > expires)
        {
            throw new SecurityTokenInvalidLifetimeException("The token ends before it begins.") { NotBefore = notBefore, Expires = expires };
        }

        if (notBefore > now + parameters.ClockSkew)
        {
            throw new SecurityTokenNotYetValidException("The token is not valid yet.") { NotBefore = notBefore.Value };
        }

        if (expires < now - parameters.ClockSkew)
        {
            throw new SecurityTokenExpiredException("The token has expired.") { Expires = expires.Value };
        }
    }
}
