using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace Shop.ServiceDefaults.Security;

/// <summary>Public ES256 keys as a JWK set (RFC 7517), and back.</summary>
public static class PublicKeys
{
    private const int CoordinateLength = 32;

    /// <summary>The set, as <c>/.well-known/jwks.json</c> answers it.</summary>
    public static byte[] Write(IEnumerable<ECDsaSecurityKey> keys) =>
        JsonSerializer.SerializeToUtf8Bytes(new JsonWebKeyDocument([.. keys.Select(EntryOf)]), JsonWebKeyJson.Default.JsonWebKeyDocument);

    /// <summary>The ES256 keys of a set; what else is in it is left out.</summary>
    /// <exception cref="FormatException">It is no such set, or has no such key.</exception>
    public static IReadOnlyList<ECDsaSecurityKey> Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var document = JsonSerializer.Deserialize(json, JsonWebKeyJson.Default.JsonWebKeyDocument);
            var keys = (document?.Keys ?? []).Where(IsEs256).Select(KeyOf).ToList();
            return keys.Count > 0 ? keys : throw new FormatException("There is no ES256 key in the set.");
        }
        catch (Exception exception) when (exception is JsonException or CryptographicException)
        {
            throw new FormatException("This is no JWK set.", exception);
        }
    }

    private static bool IsEs256(JsonWebKeyEntry entry) =>
        entry is { KeyType: "EC", Curve: "P-256", KeyId.Length: > 0, X: not null, Y: not null, Use: null or "sig", Algorithm: null or "ES256" };

    private static JsonWebKeyEntry EntryOf(ECDsaSecurityKey key)
    {
        var point = key.ECDsa.ExportParameters(includePrivateParameters: false).Q;
        return new("EC", "P-256", key.KeyId, "sig", "ES256", Base64Url.EncodeToString(point.X), Base64Url.EncodeToString(point.Y));
    }

    private static ECDsaSecurityKey KeyOf(JsonWebKeyEntry entry)
    {
        var point = new ECPoint { X = Coordinate(entry.X), Y = Coordinate(entry.Y) };
        return new(ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = point })) { KeyId = entry.KeyId };
    }

    private static byte[] Coordinate(string? text) =>
        Base64Url.DecodeFromChars(text) is { Length: CoordinateLength } bytes ? bytes : throw new FormatException("A coordinate of P-256 has 32 bytes.");
}
