using System.Text.Json;
using Shop.ServiceDefaults.Security;

namespace Shop.Identity;

/// <summary>The public keys over HTTP, for whoever checks tokens: RFC 7517, and the little of OpenID Connect Discovery that points to them.</summary>
internal static class KeysEndpoint
{
    private const string KeysPath = "/.well-known/jwks.json";

    public static void MapKeys(this WebApplication app)
    {
        app.MapGet(KeysPath, (SigningKeys keys, HttpResponse response) =>
        {
            response.Headers.CacheControl = "public, max-age=300";
            return Results.Bytes(PublicKeys.Write(keys.Published), "application/json");
        });
        app.MapGet("/.well-known/openid-configuration", (HttpRequest request) => Results.Bytes(Configuration($"{request.Scheme}://{request.Host}"), "application/json"));
    }

    private static byte[] Configuration(string address)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("issuer", "shop");
            json.WriteString("jwks_uri", address + KeysPath);
            foreach (var (name, value) in new[] { ("response_types_supported", "token"), ("subject_types_supported", "public"), ("id_token_signing_alg_values_supported", "ES256") })
            {
                json.WriteStartArray(name);
                json.WriteStringValue(value);
                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        return buffer.ToArray();
    }
}
