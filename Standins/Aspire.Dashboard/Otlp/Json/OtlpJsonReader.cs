using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Aspire.Dashboard.Otlp.Wire;

namespace Aspire.Dashboard.Otlp.Json;

/// <summary>Turns a request in OTLP's JSON into the same one in Protocol Buffers, so that there is one decoder behind both.</summary>
internal static class OtlpJsonReader
{
    /// <exception cref="OtlpFormatException">It is no such request.</exception>
    public static byte[] ToProtobuf(OtlpSignal signal, ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Message(document.RootElement, OtlpMessages.RequestOf(signal));
        }
        catch (JsonException exception)
        {
            throw new OtlpFormatException($"The JSON cannot be read: {exception.Message}");
        }
    }

    private static byte[] Message(JsonElement json, JsonMessage message)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw new OtlpFormatException($"Expected was an object, not {Shown(json)}.");
        }
        var wire = new ArrayBufferWriter<byte>();
        foreach (var property in json.EnumerateObject())
        {
            if (message.Find(property.Name) is not { } field)
            {
                continue;
            }
            if (property.Value.ValueKind != JsonValueKind.Array)
            {
                Write(wire, field, property);
                continue;
            }
            foreach (var item in property.Value.EnumerateArray())
            {
                Write(wire, field, property.Name, item);
            }
        }
        return wire.WrittenSpan.ToArray();
    }

    private static void Write(ArrayBufferWriter<byte> wire, JsonField field, JsonProperty property)
    {
        if (property.Value.ValueKind != JsonValueKind.Null)
        {
            Write(wire, field, property.Name, property.Value);
        }
    }

    private static void Write(ArrayBufferWriter<byte> wire, JsonField field, string name, JsonElement json)
    {
        if (field.Message is { } inner)
        {
            wire.Bytes(field.Number, Message(json, inner));
            return;
        }
        try
        {
            WriteScalar(wire, field, json);
        }
        catch (Exception exception) when (exception is FormatException or OverflowException or InvalidOperationException)
        {
            throw new OtlpFormatException($"{name} cannot be {Shown(json)}.");
        }
    }

    private static void WriteScalar(ArrayBufferWriter<byte> wire, JsonField field, JsonElement json)
    {
        switch (field.Type)
        {
            case JsonType.Text: wire.Bytes(field.Number, System.Text.Encoding.UTF8.GetBytes(json.GetString() ?? "")); break;
            case JsonType.Hex: wire.Bytes(field.Number, Convert.FromHexString(json.GetString() ?? "")); break;
            case JsonType.Base64: wire.Bytes(field.Number, Convert.FromBase64String(json.GetString() ?? "")); break;
            case JsonType.Bool: wire.Varint(field.Number, json.GetBoolean() ? 1UL : 0); break;
            case JsonType.Varint: wire.Varint(field.Number, Integer(json)); break;
            case JsonType.ZigZag: wire.ZigZag(field.Number, checked((int)Signed(Integer(json)))); break;
            case JsonType.Double: wire.Fixed64(field.Number, BitConverter.DoubleToUInt64Bits(Number(json))); break;
            default: wire.Fixed64(field.Number, Integer(json)); break;
        }
    }

    // 64 bits do not fit into a number of JSON, so they stand in texts; a number will do, too.
    private static ulong Integer(JsonElement json)
    {
        var text = json.ValueKind == JsonValueKind.String ? json.GetString()! : json.ValueKind == JsonValueKind.Number ? json.GetRawText() : throw new FormatException();
        return text.StartsWith('-') ? (ulong)long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : ulong.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
    }

    private static long Signed(ulong integer) => unchecked((long)integer);

    private static double Number(JsonElement json) =>
        json.ValueKind == JsonValueKind.String ? double.Parse(json.GetString()!, NumberStyles.Float, CultureInfo.InvariantCulture) : json.GetDouble();

    private static string Shown(JsonElement json)
    {
        const int longest = 40;
        var text = json.GetRawText();
        return text.Length <= longest ? text : $"{text.AsSpan(0, longest)}\u2026";
    }
}
