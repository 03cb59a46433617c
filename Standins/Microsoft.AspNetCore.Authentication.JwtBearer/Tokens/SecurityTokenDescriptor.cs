using System.Security.Claims;

namespace Microsoft.IdentityModel.Tokens;

/// <summary>What a token is to say. Times are UTC.</summary>
public class SecurityTokenDescriptor
{
    public string? Issuer { get; set; }

    public string? Audience { get; set; }

    public IList<string> Audiences { get; } = [];

    public ClaimsIdentity? Subject { get; set; }

    /// <summary>Claims by name; a value may be anything that serializes to JSON. They win over those of <see cref="Subject"/>.</summary>
    public IDictionary<string, object>? Claims { get; set; }

    public DateTime? Expires { get; set; }

    public DateTime? NotBefore { get; set; }

    public DateTime? IssuedAt { get; set; }

    /// <summary>Default: JWT.</summary>
    public string? TokenType { get; set; }

    public IDictionary<string, object>? AdditionalHeaderClaims { get; set; }

    public SigningCredentials? SigningCredentials { get; set; }
}
