using System.Text.Json.Serialization;

namespace Shop.ServiceDefaults.Security;

/// <summary>A public key of a JWK set: elliptic curve keys have x and y (RFC 7518, 6.2.1).</summary>
internal sealed record JsonWebKeyEntry(
    [property: JsonPropertyName("kty")] string? KeyType,
    [property: JsonPropertyName("crv")] string? Curve,
    [property: JsonPropertyName("kid")] string? KeyId,
    [property: JsonPropertyName("use")] string? Use,
    [property: JsonPropertyName("alg")] string? Algorithm,
    [property: JsonPropertyName("x")] string? X,
    [property: JsonPropertyName("y")] string? Y);
