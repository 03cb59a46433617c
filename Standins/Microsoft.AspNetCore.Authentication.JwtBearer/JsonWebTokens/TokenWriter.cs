using System.Security.Claims;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;

namespace Microsoft.IdentityModel.JsonWebTokens;

internal sealed class TokenWriter(SecurityTokenDescriptor descriptor, TokenHandler handler)
{
    public string Write(DateTime now)
    {
        var credentials = descriptor.SigningCredentials
            ?? throw new NotSupportedException("A token without signing credentials would be unsigned, which is not supported.");
        var content = $"{Encode(Header(credentials))}.{Encode(Payload(now))}";
        return $"{content}.{Base64UrlEncoder.Encode(Es256.Sign(credentials, Encoding.ASCII.GetBytes(content)))}";
    }

    private JsonObject Header(SigningCredentials credentials)
    {
        JsonObject header = new() { [JwtHeaderParameterNames.Alg] = credentials.Algorithm };
        if (!string.IsNullOrEmpty(credentials.Kid))
        {
            header[JwtHeaderParameterNames.Kid] = credentials.Kid;
        }

        header[JwtHeaderParameterNames.Typ] = descriptor.TokenType ?? "JWT";
        foreach (var (name, value) in descriptor.AdditionalHeaderClaims ?? new Dictionary<string, object>())
        {
            if (!header.TryAdd(name, JsonSerializer.SerializeToNode(value)))
            {
                throw new ArgumentException($"The header '{name}' is not for the caller to set.");
            }
        }

        return header;
    }

    private JsonObject Payload(DateTime now)
    {
        JsonObject payload = [];
        foreach (var claims in (descriptor.Subject?.Claims ?? []).GroupBy(claim => claim.Type, StringComparer.Ordinal))
        {
            payload[claims.Key] = claims.Count() == 1 ? NodeOf(claims.First()) : new JsonArray([.. claims.Select(NodeOf)]);
        }

        foreach (var (name, value) in descriptor.Claims ?? new Dictionary<string, object>())
        {
            payload[name] = JsonSerializer.SerializeToNode(value);
        }

        Set(payload, JwtRegisteredClaimNames.Iss, descriptor.Issuer);
        SetAudience(payload);
        SetTimes(payload, now);
        return payload;
    }

    private void SetAudience(JsonObject payload)
    {
        string[] audiences = descriptor.Audience is { Length: > 0 } audience ? [audience, .. descriptor.Audiences] : [.. descriptor.Audiences];
        if (audiences.Length > 0)
        {
            payload[JwtRegisteredClaimNames.Aud] = audiences.Length == 1 ? audiences[0] : new JsonArray([.. audiences.Select(one => JsonValue.Create(one))]);
        }
    }

    private void SetTimes(JsonObject payload, DateTime now)
    {
        Set(payload, JwtRegisteredClaimNames.Exp, Seconds(descriptor.Expires));
        Set(payload, JwtRegisteredClaimNames.Iat, Seconds(descriptor.IssuedAt));
        Set(payload, JwtRegisteredClaimNames.Nbf, Seconds(descriptor.NotBefore));
        if (handler.SetDefaultTimesOnTokenCreation)
        {
            payload.TryAdd(JwtRegisteredClaimNames.Exp, Seconds(now.AddMinutes(handler.TokenLifetimeInMinutes)));
            payload.TryAdd(JwtRegisteredClaimNames.Iat, Seconds(now));
            payload.TryAdd(JwtRegisteredClaimNames.Nbf, Seconds(now));
        }
    }

    private static void Set(JsonObject payload, string name, JsonNode? value)
    {
        if (value is not null)
        {
            payload[name] = value;
        }
    }

    private static JsonNode? NodeOf(Claim claim) => claim.ValueType is "JSON" or "JSON_ARRAY"
        ? JsonNode.Parse(claim.Value)
        : JsonSerializer.SerializeToNode(ClaimValue.Of(claim));

    private static JsonNode? Seconds(DateTime? time) =>
        time is { } at ? (long)(at.ToUniversalTime() - DateTime.UnixEpoch).TotalSeconds : null;

    private static string Encode(JsonObject json) => Base64UrlEncoder.Encode(JsonSerializer.SerializeToUtf8Bytes(json));
}
