namespace Microsoft.IdentityModel.Tokens;

public abstract class SecurityToken
{
    public abstract string Id { get; }

    public abstract string Issuer { get; }

    public abstract SecurityKey? SecurityKey { get; }

    /// <summary>The key that its signature was verified with; null before that.</summary>
    public abstract SecurityKey? SigningKey { get; set; }

    public abstract DateTime ValidFrom { get; }

    public abstract DateTime ValidTo { get; }
}
