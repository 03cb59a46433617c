using System.Globalization;
using System.Text.Json;

namespace Shop.Tests.Interop;

/// <summary>What a receiver of OTLP was sent, item by item, each with the attributes of its resource.</summary>
internal sealed class OtlpTelemetry(JsonElement received)
{
    public IReadOnlyList<OtlpItem> Spans { get; } = [.. Items(received.GetProperty("traces"), "scopeSpans", "spans")];

    public IReadOnlyList<OtlpItem> Logs { get; } = [.. Items(received.GetProperty("logs"), "scopeLogs", "logRecords")];

    public IReadOnlyList<OtlpItem> Metrics { get; } = [.. Items(received.GetProperty("metrics"), "scopeMetrics", "metrics")];

    /// <summary>Attributes, or anything else that is a list of key and value, as texts.</summary>
    public static Dictionary<string, string> Attributes(JsonElement holder) =>
        holder.TryGetProperty("attributes", out var attributes)
            ? attributes.EnumerateArray().ToDictionary(a => a.GetProperty("key").GetString()!, a => string.Concat(a.GetProperty("value").EnumerateObject().Select(v => v.Value.ToString())))
            : [];

    public static string Text(JsonElement holder, string name) => holder.TryGetProperty(name, out var value) ? value.ToString() : "";

    public static long Number(JsonElement holder, string name) => long.TryParse(Text(holder, name), CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static IEnumerable<OtlpItem> Items(JsonElement resources, string scopes, string items) =>
        from entry in resources.EnumerateArray()
        let resource = Attributes(entry.GetProperty("resource"))
        from scope in entry.GetProperty(scopes).EnumerateArray()
        from item in scope.GetProperty(items).EnumerateArray()
        select new OtlpItem(resource, Text(scope.GetProperty("scope"), "name"), item);
}
