using System.Globalization;
using System.Security.Claims;

namespace Microsoft.IdentityModel.Tokens;

/// <summary>The value of a claim as its type has it: claims themselves are all text.</summary>
internal static class ClaimValue
{
    public static object OfAll(IEnumerable<Claim> claims)
    {
        List<object> values = [.. claims.Select(Of)];
        return values is [var only] ? only : values;
    }

    public static object Of(Claim claim) => claim.ValueType switch
    {
        ClaimValueTypes.Boolean when bool.TryParse(claim.Value, out var value) => value,
        ClaimValueTypes.Integer or ClaimValueTypes.Integer32 when int.TryParse(claim.Value, CultureInfo.InvariantCulture, out var value) => value,
        ClaimValueTypes.Integer or ClaimValueTypes.Integer64 when long.TryParse(claim.Value, CultureInfo.InvariantCulture, out var value) => value,
        ClaimValueTypes.Double when double.TryParse(claim.Value, CultureInfo.InvariantCulture, out var value) => value,
        _ => claim.Value,
    };
}
