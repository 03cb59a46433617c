using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Microsoft.IdentityModel.Tokens;

/// <summary>A key as JSON (RFC 7517). Keys that are not EC keys on P-256 can be read, but verify nothing.</summary>
public class JsonWebKey : SecurityKey
{
    private static readonly JsonSerializerOptions Format = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private readonly Lock _lock = new();
    private ECDsaSecurityKey? _ecdsa;

    public JsonWebKey()
    {
    }

    /// <exception cref="ArgumentException">It is no JSON Web Key.</exception>
    public JsonWebKey(string json)
    {
        ArgumentException.ThrowIfNullOrEmpty(json);
        try
        {
            var key = JsonSerializer.Deserialize<JsonWebKey>(json) ?? throw new JsonException("The key is null.");
            (Kty, Use, Alg, Kid, Crv, X, Y) = (key.Kty, key.Use, key.Alg, key.Kid, key.Crv, key.X, key.Y);
        }
        catch (JsonException exception)
        {
            throw new ArgumentException("The JSON Web Key cannot be read.", nameof(json), exception);
        }
    }

    [JsonPropertyName("kty")]
    public string? Kty { get; set; }

    [JsonPropertyName("use")]
    public string? Use { get; set; }

    [JsonPropertyName("alg")]
    public string? Alg { get; set; }

    [JsonPropertyName("kid")]
    public string? Kid { get; set; }

    [JsonPropertyName("crv")]
    public string? Crv { get; set; }

    [JsonPropertyName("x")]
    public string? X { get; set; }

    [JsonPropertyName("y")]
    public string? Y { get; set; }

    [JsonIgnore]
    public override string? KeyId
    {
        get => Kid;
        set => Kid = value;
    }

    [JsonIgnore]
    public override int KeySize => AsEcdsa()?.KeySize ?? 0;

    /// <summary>The key as it is published.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Format);

    internal override ECDsaSecurityKey? AsEcdsa()
    {
        lock (_lock)
        {
            return _ecdsa ??= Import();
        }
    }

    private ECDsaSecurityKey? Import()
    {
        if (Kty != JsonWebAlgorithmsKeyTypes.EllipticCurve || Crv != JsonWebKeyECTypes.P256 || (Use ?? "sig") != "sig"
            || !Base64UrlEncoder.TryDecode(X, out var x) || !Base64UrlEncoder.TryDecode(Y, out var y))
        {
            return null;
        }

        try
        {
            var ecdsa = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = x, Y = y } });
            return new(ecdsa) { KeyId = Kid };
        }
        catch (CryptographicException)
        {
            // The coordinates are no point of the curve.
            return null;
        }
    }
}
