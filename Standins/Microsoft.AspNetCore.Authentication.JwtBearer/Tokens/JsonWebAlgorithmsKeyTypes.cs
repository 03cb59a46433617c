namespace Microsoft.IdentityModel.Tokens;

/// <summary>Values of "kty".</summary>
public static class JsonWebAlgorithmsKeyTypes
{
    public const string EllipticCurve = "EC";
}
