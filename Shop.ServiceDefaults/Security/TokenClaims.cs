namespace Shop.ServiceDefaults.Security;

/// <summary>The claims of the shop's tokens (RFC 7519 and RFC 9068 names), and the values that are the same in all of them.</summary>
internal static class TokenClaims
{
    public const string Subject = "sub";
    public const string Role = "role";
    public const string Session = "sid";
    public const string Expires = "exp";

    /// <summary>Who signs the tokens of guests, customers and administrators: Identity, with keys that nobody else has.</summary>
    public const string Issuer = "shop";

    /// <summary>Who signs the tokens of services: each of them, with the key that the AppHost hands to all.</summary>
    public const string ServiceIssuer = "shop-services";

    public const string Audience = "shop";
}
