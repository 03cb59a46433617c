namespace Shop.ServiceDefaults.Security;

/// <summary>The claims of the shop's tokens (RFC 7519 and RFC 9068 names), and the values that are the same in all of them.</summary>
internal static class TokenClaims
{
    public const string Subject = "sub";
    public const string Role = "role";
    public const string Issuer = "shop";
    public const string Audience = "shop";
}
