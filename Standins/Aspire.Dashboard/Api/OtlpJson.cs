using System.Globalization;
using System.Text.Json;
using Aspire.Dashboard.Telemetry;
using Aspire.Dashboard.Telemetry.Logs;
using Aspire.Dashboard.Telemetry.Traces;

namespace Aspire.Dashboard.Api;

/// <summary>Writes what is stored as OTLP's JSON: 64-bit numbers are texts, ids are hexadecimal.</summary>
internal static class OtlpJson
{
    public static void Spans(Utf8JsonWriter json, IEnumerable<Span> spans)
    {
        Grouped(json, "resourceSpans", "scopeSpans", "spans", spans, span => span.Resource, span => span.Scope, Span);
    }

    public static void Logs(Utf8JsonWriter json, IEnumerable<LogEntry> entries)
    {
        Grouped(json, "resourceLogs", "scopeLogs", "logRecords", entries, entry => entry.Resource, entry => entry.Scope, Log);
    }

    public static void Resource(Utf8JsonWriter json, TelemetryResource resource)
    {
        json.WriteStartObject();
        Attributes(json, resource.Attributes);
        json.WriteEndObject();
    }

    private static void Grouped<T>(
        Utf8JsonWriter json, string resources, string scopes, string items, IEnumerable<T> all, Func<T, TelemetryResource> resourceOf, Func<T, TelemetryScope> scopeOf, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartObject();
        json.WriteStartArray(resources);
        foreach (var ofResource in all.GroupBy(resourceOf))
        {
            json.WriteStartObject();
            json.WritePropertyName("resource");
            Resource(json, ofResource.Key);
            json.WriteStartArray(scopes);
            foreach (var ofScope in ofResource.GroupBy(scopeOf))
            {
                json.WriteStartObject();
                json.WriteStartObject("scope");
                json.WriteString("name", ofScope.Key.Name);
                json.WriteString("version", ofScope.Key.Version);
                json.WriteEndObject();
                json.WriteStartArray(items);
                foreach (var item in ofScope)
                {
                    write(json, item);
                }
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Span(Utf8JsonWriter json, Span span)
    {
        json.WriteStartObject();
        json.WriteString("traceId", span.TraceId.ToString());
        json.WriteString("spanId", span.Id.ToString());
        json.WriteString("parentSpanId", span.ParentId.IsEmpty ? "" : span.ParentId.ToString());
        json.WriteString("name", span.Name);
        json.WriteNumber("kind", (int)span.Kind);
        Time(json, "startTimeUnixNano", span.Start);
        Time(json, "endTimeUnixNano", span.End);
        Attributes(json, span.Attributes);
        json.WriteStartArray("events");
        foreach (var e in span.Events)
        {
            json.WriteStartObject();
            Time(json, "timeUnixNano", e.Time);
            json.WriteString("name", e.Name);
            Attributes(json, e.Attributes);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("links");
        foreach (var link in span.Links)
        {
            json.WriteStartObject();
            json.WriteString("traceId", link.TraceId.ToString());
            json.WriteString("spanId", link.SpanId.ToString());
            Attributes(json, link.Attributes);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartObject("status");
        json.WriteNumber("code", (int)span.Status);
        json.WriteString("message", span.StatusMessage);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Log(Utf8JsonWriter json, LogEntry entry)
    {
        json.WriteStartObject();
        Time(json, "timeUnixNano", entry.Time);
        json.WriteNumber("severityNumber", entry.Severity);
        json.WriteString("severityText", entry.SeverityText);
        json.WriteStartObject("body");
        json.WriteString("stringValue", entry.Message);
        json.WriteEndObject();
        Attributes(json, entry.Attributes);
        json.WriteString("traceId", entry.TraceId.IsEmpty ? "" : entry.TraceId.ToString());
        json.WriteString("spanId", entry.SpanId.IsEmpty ? "" : entry.SpanId.ToString());
        json.WriteString("eventName", entry.EventName);
        json.WriteEndObject();
    }

    private static void Time(Utf8JsonWriter json, string name, long value) => json.WriteString(name, value.ToString(CultureInfo.InvariantCulture));

    private static void Attributes(Utf8JsonWriter json, IReadOnlyList<TelemetryAttribute> attributes)
    {
        json.WriteStartArray("attributes");
        foreach (var attribute in attributes)
        {
            Attribute(json, attribute);
        }
        json.WriteEndArray();
    }

    private static void Attribute(Utf8JsonWriter json, TelemetryAttribute attribute)
    {
        json.WriteStartObject();
        json.WriteString("key", attribute.Key);
        json.WritePropertyName("value");
        Value(json, attribute.Value);
        json.WriteEndObject();
    }

    private static void Value(Utf8JsonWriter json, AnyValue value)
    {
        json.WriteStartObject();
        switch (value.Kind)
        {
            case AnyKind.Text:
                json.WriteString("stringValue", value.Text);
                break;
            case AnyKind.Bool:
                json.WriteBoolean("boolValue", value.Bool);
                break;
            case AnyKind.Int:
                json.WriteString("intValue", value.ToString());
                break;
            case AnyKind.Double when double.IsFinite(value.Double):
                json.WriteNumber("doubleValue", value.Double);
                break;
            case AnyKind.Double:
                json.WriteString("doubleValue", value.ToString());
                break;
            case AnyKind.Bytes:
                json.WriteString("bytesValue", value.ToString());
                break;
            case AnyKind.List:
                Composite(json, "arrayValue", value.List, Value);
                break;
            case AnyKind.Map:
                Composite(json, "kvlistValue", value.Map, Attribute);
                break;
        }
        json.WriteEndObject();
    }

    private static void Composite<T>(Utf8JsonWriter json, string name, IReadOnlyList<T> values, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartObject(name);
        json.WriteStartArray("values");
        foreach (var value in values)
        {
            write(json, value);
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
