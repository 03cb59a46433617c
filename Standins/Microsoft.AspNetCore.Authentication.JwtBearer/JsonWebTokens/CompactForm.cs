using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace Microsoft.IdentityModel.JsonWebTokens;

/// <summary>The three segments of a signed token (RFC 7515, 7.1), read strictly: two readers must never see two different tokens in it.</summary>
internal sealed class CompactForm
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 32 };

    private readonly int _headerEnd;
    private readonly int _payloadEnd;

    private CompactForm(string text, int headerEnd, int payloadEnd)
    {
        Text = text;
        _headerEnd = headerEnd;
        _payloadEnd = payloadEnd;
        Header = Json(text.AsSpan(0, headerEnd), "header");
        Payload = Json(text.AsSpan(headerEnd + 1, payloadEnd - headerEnd - 1), "payload");
        Signature = Bytes(text.AsSpan(payloadEnd + 1), "signature");
    }

    public string Text { get; }

    public string EncodedHeader => Text[.._headerEnd];

    public string EncodedPayload => Text[(_headerEnd + 1).._payloadEnd];

    public string EncodedSignature => Text[(_payloadEnd + 1)..];

    public JsonObjectReader Header { get; }

    public JsonObjectReader Payload { get; }

    public byte[] Signature { get; }

    /// <summary>What the signature is over. Both segments are base64url by now, hence ASCII.</summary>
    public byte[] SignedContent => Encoding.ASCII.GetBytes(Text, 0, _payloadEnd);

    public static CompactForm Read(string text)
    {
        var headerEnd = text.IndexOf('.');
        var payloadEnd = headerEnd < 0 ? -1 : text.IndexOf('.', headerEnd + 1);
        return payloadEnd >= 0 && text.IndexOf('.', payloadEnd + 1) < 0
            ? new(text, headerEnd, payloadEnd)
            : throw new SecurityTokenMalformedException("The token is not a signed token of three segments.");
    }

    private static JsonObjectReader Json(ReadOnlySpan<char> segment, string name)
    {
        try
        {
            var json = JsonElement.Parse(Bytes(segment, name), Strict);
            ReadStrings(json);
            return json.ValueKind == JsonValueKind.Object
                ? new(json)
                : throw new SecurityTokenMalformedException($"The {name} of the token is not a JSON object.");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new SecurityTokenMalformedException($"The {name} of the token is not JSON.", exception);
        }
    }

    // Half of a surrogate pair parses, as an escape, but no string can be made of it: it has to be found here, not where a claim is used.
    private static void ReadStrings(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.String:
                json.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var item in json.EnumerateArray())
                {
                    ReadStrings(item);
                }

                break;
            case JsonValueKind.Object:
                foreach (var member in json.EnumerateObject())
                {
                    _ = member.Name;
                    ReadStrings(member.Value);
                }

                break;
        }
    }

    private static byte[] Bytes(ReadOnlySpan<char> segment, string name) =>
        Base64UrlEncoder.TryDecode(segment, out var bytes)
            ? bytes
            : throw new SecurityTokenMalformedException($"The {name} of the token is not base64url.");
}
