using System.Text.Json.Serialization;

namespace Shop.ServiceDefaults.Security;

/// <summary>A JWK set (RFC 7517).</summary>
internal sealed record JsonWebKeyDocument([property: JsonPropertyName("keys")] IReadOnlyList<JsonWebKeyEntry> Keys);
