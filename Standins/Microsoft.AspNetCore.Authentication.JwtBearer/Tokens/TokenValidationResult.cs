using System.Security.Claims;

namespace Microsoft.IdentityModel.Tokens;

public class TokenValidationResult
{
    private IDictionary<string, object>? _claims;

    public bool IsValid { get; set; }

    /// <summary>Why it is not valid.</summary>
    public Exception? Exception { get; set; }

    public ClaimsIdentity ClaimsIdentity { get; set; } = new();

    public SecurityToken? SecurityToken { get; set; }

    public string? Issuer { get; set; }

    public string? TokenType { get; set; }

    /// <summary>The claims of the identity by name; a claim that is there several times is a list.</summary>
    public IDictionary<string, object> Claims => _claims ??= ClaimsIdentity.Claims
        .GroupBy(claim => claim.Type, StringComparer.Ordinal)
        .ToDictionary(claims => claims.Key, ClaimValue.OfAll, StringComparer.Ordinal);
}
