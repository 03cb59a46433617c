using System.Security.Claims;
using Microsoft.IdentityModel.Tokens;

namespace Microsoft.IdentityModel.JsonWebTokens;

/// <summary>Creates and validates tokens that are signed with ES256; knows no other kind.</summary>
public class JsonWebTokenHandler : TokenHandler
{
    /// <summary>Whether handlers map the names of claims as .NET names them, unless they are told otherwise. Default: no.</summary>
    public static bool DefaultMapInboundClaims { get; set; }

    /// <summary>Whether "sub" becomes <see cref="ClaimTypes.NameIdentifier"/>, "role" <see cref="ClaimTypes.Role"/> and so on.</summary>
    public bool MapInboundClaims { get; set; } = DefaultMapInboundClaims;

    public virtual bool CanValidateToken => true;

    /// <summary>Whether it may be a signed token; it need not be a valid one.</summary>
    public virtual bool CanReadToken(string token) =>
        !string.IsNullOrWhiteSpace(token) && token.Length <= MaximumTokenSizeInBytes && token.Count(c => c == '.') == 2;

    /// <exception cref="SecurityTokenMalformedException">It is no signed token.</exception>
    public virtual JsonWebToken ReadJsonWebToken(string token)
    {
        ArgumentException.ThrowIfNullOrEmpty(token);
        return token.Length <= MaximumTokenSizeInBytes
            ? new(token)
            : throw new SecurityTokenMalformedException($"The token is longer than {MaximumTokenSizeInBytes} bytes.");
    }

    public override SecurityToken ReadToken(string token) => ReadJsonWebToken(token);

    /// <exception cref="NotSupportedException">The credentials are not for ES256.</exception>
    public virtual string CreateToken(SecurityTokenDescriptor tokenDescriptor)
    {
        ArgumentNullException.ThrowIfNull(tokenDescriptor);
        return new TokenWriter(tokenDescriptor, this).Write(TimeProvider.System.GetUtcNow().UtcDateTime);
    }

    public override Task<TokenValidationResult> ValidateTokenAsync(string token, TokenValidationParameters validationParameters)
    {
        ArgumentNullException.ThrowIfNull(validationParameters);
        if (string.IsNullOrEmpty(token))
        {
            return Task.FromResult(Invalid(new SecurityTokenMalformedException("There is no token.")));
        }

        try
        {
            return ValidateTokenAsync(ReadJsonWebToken(token), validationParameters);
        }
        catch (SecurityTokenMalformedException exception)
        {
            return Task.FromResult(Invalid(exception));
        }
    }

    public override Task<TokenValidationResult> ValidateTokenAsync(SecurityToken token, TokenValidationParameters validationParameters)
    {
        ArgumentNullException.ThrowIfNull(token);
        ArgumentNullException.ThrowIfNull(validationParameters);
        if (token is not JsonWebToken read)
        {
            throw new ArgumentException($"The token is a {token.GetType()}, not a {nameof(JsonWebToken)}.", nameof(token));
        }

        try
        {
            TokenValidation.Validate(read, validationParameters, TimeProvider.System.GetUtcNow().UtcDateTime);
            return Task.FromResult(Valid(read, validationParameters));
        }
        catch (SecurityTokenException exception)
        {
            return Task.FromResult(Invalid(exception));
        }
    }

    private TokenValidationResult Valid(JsonWebToken token, TokenValidationParameters parameters) => new()
    {
        IsValid = true,
        SecurityToken = token,
        Issuer = token.Issuer,
        TokenType = token.Typ,
        ClaimsIdentity = new(
            MapInboundClaims ? token.Claims.Select(InboundClaims.Map) : token.Claims,
            parameters.AuthenticationType ?? "AuthenticationTypes.Federation",
            parameters.NameClaimType,
            parameters.RoleClaimType),
    };

    private static TokenValidationResult Invalid(Exception exception) => new() { Exception = exception };
}
