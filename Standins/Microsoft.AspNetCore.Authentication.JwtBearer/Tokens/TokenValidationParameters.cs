using System.Security.Claims;

namespace Microsoft.IdentityModel.Tokens;

/// <summary>What a token must fulfil. What is not set is as strict as it can be.</summary>
public class TokenValidationParameters
{
    public static readonly TimeSpan DefaultClockSkew = TimeSpan.FromMinutes(5);

    /// <summary>Default: "AuthenticationTypes.Federation".</summary>
    public string? AuthenticationType { get; set; }

    public string NameClaimType { get; set; } = ClaimTypes.Name;

    public string RoleClaimType { get; set; } = ClaimTypes.Role;

    public bool ValidateIssuer { get; set; } = true;

    public string? ValidIssuer { get; set; }

    public IEnumerable<string>? ValidIssuers { get; set; }

    public bool ValidateAudience { get; set; } = true;

    public bool RequireAudience { get; set; } = true;

    public string? ValidAudience { get; set; }

    public IEnumerable<string>? ValidAudiences { get; set; }

    public bool ValidateLifetime { get; set; } = true;

    public bool RequireExpirationTime { get; set; } = true;

    /// <summary>How far the clocks may differ. Default: five minutes.</summary>
    public TimeSpan ClockSkew { get; set; } = DefaultClockSkew;

    public LifetimeValidator? LifetimeValidator { get; set; }

    /// <summary>Whether the key itself is checked besides the signature; for keys without certificate that is nothing.</summary>
    public bool ValidateIssuerSigningKey { get; set; }

    public SecurityKey? IssuerSigningKey { get; set; }

    public IEnumerable<SecurityKey>? IssuerSigningKeys { get; set; }

    public IssuerSigningKeyResolver? IssuerSigningKeyResolver { get; set; }

    /// <summary>Whether all keys are tried when none has the key id of the token. Default: yes, as in the official package.</summary>
    public bool TryAllIssuerSigningKeys { get; set; } = true;

    /// <summary>Algorithms that may sign. Only ES256 is known, so null means that.</summary>
    public IEnumerable<string>? ValidAlgorithms { get; set; }

    /// <summary>What the header "typ" may be; null allows any.</summary>
    public IEnumerable<string>? ValidTypes { get; set; }

    public virtual TokenValidationParameters Clone() => (TokenValidationParameters)MemberwiseClone();
}
