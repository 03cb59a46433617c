using Microsoft.IdentityModel.Tokens;

namespace Microsoft.IdentityModel.JsonWebTokens;

/// <summary>The checks in their order. The signature comes first: nothing that an unknown hand wrote is looked at, or repeated in an answer.</summary>
internal static class TokenValidation
{
    /// <exception cref="SecurityTokenException">The token does not fulfil the parameters.</exception>
    public static void Validate(JsonWebToken token, TokenValidationParameters parameters, DateTime now)
    {
        SignatureValidation.Validate(token, parameters);
        ValidateType(token, parameters);
        LifetimeValidation.Validate(token, parameters, now);
        ValidateAudience(token, parameters);
        ValidateIssuer(token, parameters);
    }

    private static void ValidateType(JsonWebToken token, TokenValidationParameters parameters)
    {
        if (parameters.ValidTypes?.ToList() is { Count: > 0 } types && !types.Contains(token.Typ, StringComparer.Ordinal))
        {
            throw new SecurityTokenInvalidTypeException("The type of the token is not allowed.") { InvalidType = token.Typ };
        }
    }

    private static void ValidateAudience(JsonWebToken token, TokenValidationParameters parameters)
    {
        if (!parameters.ValidateAudience)
        {
            return;
        }

        if (!token.Audiences.Any() && !parameters.RequireAudience)
        {
            return;
        }

        if (!token.Audiences.Any(audience => IsOneOf(audience, parameters.ValidAudience, parameters.ValidAudiences)))
        {
            throw new SecurityTokenInvalidAudienceException("The audience of the token is none that is valid.")
            {
                InvalidAudience = token.Audiences.Any() ? string.Join(", ", token.Audiences) : null,
            };
        }
    }

    private static void ValidateIssuer(JsonWebToken token, TokenValidationParameters parameters)
    {
        if (parameters.ValidateIssuer && !IsOneOf(token.Issuer, parameters.ValidIssuer, parameters.ValidIssuers))
        {
            throw new SecurityTokenInvalidIssuerException("The issuer of the token is none that is valid.") { InvalidIssuer = token.Issuer };
        }
    }

    private static bool IsOneOf(string value, string? valid, IEnumerable<string>? others) =>
        !string.IsNullOrWhiteSpace(value) && (value == valid || (others?.Contains(value, StringComparer.Ordinal) ?? false));
}
