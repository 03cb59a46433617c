using System.Collections.Frozen;
using System.Security.Claims;

namespace Microsoft.IdentityModel.JsonWebTokens;

/// <summary>The names that .NET gave to claims before there were tokens in JSON.</summary>
internal static class InboundClaims
{
    private const string ShortNameProperty = "http://schemas.xmlsoap.org/ws/2005/05/identity/claimproperties/ShortTypeName";

    private static readonly FrozenDictionary<string, string> LongNames = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["actort"] = ClaimTypes.Actor,
        ["birthdate"] = ClaimTypes.DateOfBirth,
        ["email"] = ClaimTypes.Email,
        ["family_name"] = ClaimTypes.Surname,
        ["gender"] = ClaimTypes.Gender,
        ["given_name"] = ClaimTypes.GivenName,
        ["nameid"] = ClaimTypes.NameIdentifier,
        ["role"] = ClaimTypes.Role,
        ["roles"] = ClaimTypes.Role,
        ["sub"] = ClaimTypes.NameIdentifier,
        ["unique_name"] = ClaimTypes.Name,
        ["upn"] = ClaimTypes.Upn,
        ["website"] = ClaimTypes.Webpage,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static Claim Map(Claim claim)
    {
        if (!LongNames.TryGetValue(claim.Type, out var name))
        {
            return claim;
        }

        return new(name, claim.Value, claim.ValueType, claim.Issuer, claim.OriginalIssuer)
        {
            Properties = { [ShortNameProperty] = claim.Type },
        };
    }
}
