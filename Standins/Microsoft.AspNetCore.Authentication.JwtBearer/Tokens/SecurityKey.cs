namespace Microsoft.IdentityModel.Tokens;

public abstract class SecurityKey
{
    /// <summary>Travels in the header of tokens, so that a validator finds the key.</summary>
    public virtual string? KeyId { get; set; }

    /// <summary>In bits.</summary>
    public abstract int KeySize { get; }

    /// <summary>The key as one that verifies ES256 signatures; null if it is of another kind.</summary>
    internal abstract ECDsaSecurityKey? AsEcdsa();
}
