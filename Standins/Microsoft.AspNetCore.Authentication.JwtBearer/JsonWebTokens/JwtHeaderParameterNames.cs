namespace Microsoft.IdentityModel.JsonWebTokens;

public struct JwtHeaderParameterNames
{
    public const string Alg = "alg";
    public const string Kid = "kid";
    public const string Typ = "typ";
}
