using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Aspire.Dashboard.Otlp.Json;

/// <summary>The messages that are sent back, in JSON.</summary>
internal static class OtlpJsonResponse
{
    public static byte[] Export(OtlpSignal signal, int rejected) => Write(json =>
    {
        if (rejected > 0)
        {
            json.WriteStartObject("partialSuccess");
            json.WriteString(RejectedOf(signal), rejected.ToString(CultureInfo.InvariantCulture));
            json.WriteString("errorMessage", OtlpResponse.Rejected);
            json.WriteEndObject();
        }
    });

    public static byte[] Status(int code, string message) => Write(json =>
    {
        json.WriteNumber("code", code);
        json.WriteString("message", message);
    });

    private static string RejectedOf(OtlpSignal signal) => signal switch
    {
        OtlpSignal.Traces => "rejectedSpans",
        OtlpSignal.Logs => "rejectedLogRecords",
        _ => "rejectedDataPoints",
    };

    private static byte[] Write(Action<Utf8JsonWriter> content)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(bytes);
        json.WriteStartObject();
        content(json);
        json.WriteEndObject();
        json.Flush();
        return bytes.WrittenSpan.ToArray();
    }
}
