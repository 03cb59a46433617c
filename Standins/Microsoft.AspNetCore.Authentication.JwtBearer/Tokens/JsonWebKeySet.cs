using System.Text.Json;

namespace Microsoft.IdentityModel.Tokens;

/// <summary>Keys as an issuer publishes them.</summary>
public class JsonWebKeySet
{
    public JsonWebKeySet()
    {
    }

    /// <exception cref="ArgumentException">It is no JSON Web Key Set.</exception>
    public JsonWebKeySet(string json)
    {
        ArgumentException.ThrowIfNullOrEmpty(json);
        try
        {
            var set = JsonElement.Parse(json);
            Keys = set.TryGetProperty("keys", out var keys) ? [.. keys.EnumerateArray().Select(key => new JsonWebKey(key.GetRawText()))] : [];
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new ArgumentException("The JSON Web Key Set cannot be read.", nameof(json), exception);
        }
    }

    public IList<JsonWebKey> Keys { get; } = [];

    /// <summary>The keys that signatures can be verified with.</summary>
    public IList<SecurityKey> GetSigningKeys() => [.. Keys.Where(key => key.AsEcdsa() is not null)];
}
