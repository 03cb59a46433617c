namespace Microsoft.IdentityModel.Tokens;

/// <summary>The one algorithm that is supported: all others do not compile here and are refused in tokens.</summary>
public static class SecurityAlgorithms
{
    public const string EcdsaSha256 = "ES256";
}
