using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace Microsoft.IdentityModel.JsonWebTokens;

/// <summary>Reads the registered members of a header or payload; one of the wrong JSON type makes the token malformed.</summary>
internal sealed class JsonObjectReader(JsonElement json)
{
    public JsonElement Json => json;

    public bool Has(string name) => json.TryGetProperty(name, out _);

    /// <summary>Empty if it is not there.</summary>
    public string Text(string name) => json.TryGetProperty(name, out var value) ? TextOf(value, name) : "";

    /// <summary>One or several.</summary>
    public IReadOnlyList<string> Texts(string name) => json.TryGetProperty(name, out var value)
        ? value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(item => TextOf(item, name))] : [TextOf(value, name)]
        : [];

    /// <summary>Seconds since 1970, in UTC; times that .NET cannot express are its first and its last.</summary>
    public DateTime? Time(string name)
    {
        if (!json.TryGetProperty(name, out var value))
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out var seconds))
        {
            throw new SecurityTokenMalformedException($"The '{name}' of the token is not a number.");
        }

        var last = (DateTime.MaxValue - DateTime.UnixEpoch).TotalSeconds;
        return seconds >= last ? DateTime.SpecifyKind(DateTime.MaxValue, DateTimeKind.Utc) : DateTime.UnixEpoch.AddSeconds(Math.Max(seconds, 0));
    }

    public bool TryRead<T>(string name, [MaybeNullWhen(false)] out T value)
    {
        value = default;
        if (!json.TryGetProperty(name, out var element))
        {
            return false;
        }

        try
        {
            value = element.Deserialize<T>();
            return value is not null;
        }
        catch (JsonException)
        {
            // It is there, but of another type.
            return false;
        }
    }

    private static string TextOf(JsonElement value, string name) => value.ValueKind == JsonValueKind.String
        ? value.GetString()!
        : throw new SecurityTokenMalformedException($"The '{name}' of the token is not a string.");
}
