namespace Microsoft.IdentityModel.Tokens;

/// <summary>Values of "crv".</summary>
public static class JsonWebKeyECTypes
{
    public const string P256 = "P-256";
}
