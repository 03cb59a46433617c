using System.Security.Claims;
using System.Text.Json;

namespace Microsoft.IdentityModel.JsonWebTokens;

/// <summary>A claim of each member of the payload; of an array, a claim of each item.</summary>
internal static class PayloadClaims
{
    private const string JsonObject = "JSON";
    private const string JsonNull = "JSON_NULL";

    public static IEnumerable<Claim> Read(JsonObjectReader payload, string issuer)
    {
        foreach (var member in payload.Json.EnumerateObject())
        {
            if (member.Value.ValueKind != JsonValueKind.Array)
            {
                yield return ClaimOf(member.Name, member.Value, issuer);
                continue;
            }

            foreach (var item in member.Value.EnumerateArray())
            {
                yield return ClaimOf(member.Name, item, issuer);
            }
        }
    }

    private static Claim ClaimOf(string name, JsonElement value, string issuer)
    {
        var (text, type) = value.ValueKind switch
        {
            JsonValueKind.String => (value.GetString()!, ClaimValueTypes.String),
            JsonValueKind.True => ("true", ClaimValueTypes.Boolean),
            JsonValueKind.False => ("false", ClaimValueTypes.Boolean),
            JsonValueKind.Null => ("", JsonNull),
            JsonValueKind.Number when value.TryGetInt32(out _) => (value.GetRawText(), ClaimValueTypes.Integer),
            JsonValueKind.Number when value.TryGetInt64(out _) => (value.GetRawText(), ClaimValueTypes.Integer64),
            JsonValueKind.Number => (value.GetRawText(), ClaimValueTypes.Double),
            _ => (value.GetRawText(), JsonObject),
        };
        return issuer.Length == 0 ? new(name, text, type) : new(name, text, type, issuer, issuer);
    }
}
