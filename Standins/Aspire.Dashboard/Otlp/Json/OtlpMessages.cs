using static Aspire.Dashboard.Otlp.Json.JsonType;

namespace Aspire.Dashboard.Otlp.Json;

/// <summary>The messages of OTLP.</summary>
internal static class OtlpMessages
{
    private static readonly JsonMessage Value = new();
    private static readonly JsonMessage KeyValue = new JsonMessage().With("key", 1, Text).With("value", 2, Value);
    private static readonly JsonMessage Resource = new JsonMessage().With("attributes", 1, KeyValue);
    private static readonly JsonMessage Scope = new JsonMessage().With("name", 1, Text).With("version", 2, Text).With("attributes", 3, KeyValue);
    private static readonly JsonMessage Traces = Request("resourceSpans", "scopeSpans", "spans", Span());
    private static readonly JsonMessage Logs = Request("resourceLogs", "scopeLogs", "logRecords", Log());
    private static readonly JsonMessage Metrics = Request("resourceMetrics", "scopeMetrics", "metrics", Metric());

    // A value may hold values.
    static OtlpMessages() => Value
        .With("stringValue", 1, Text).With("boolValue", 2, Bool).With("intValue", 3, Varint).With("doubleValue", 4, JsonType.Double).With("bytesValue", 7, Base64)
        .With("arrayValue", 5, new JsonMessage().With("values", 1, Value)).With("kvlistValue", 6, new JsonMessage().With("values", 1, KeyValue));

    public static JsonMessage RequestOf(OtlpSignal signal) => signal switch
    {
        OtlpSignal.Traces => Traces,
        OtlpSignal.Logs => Logs,
        _ => Metrics,
    };

    private static JsonMessage Request(string resources, string scopes, string items, JsonMessage item) => new JsonMessage().With(resources, 1, new JsonMessage()
        .With("resource", 1, Resource)
        .With(scopes, 2, new JsonMessage().With("scope", 1, Scope).With(items, 2, item)));

    private static JsonMessage Span() => new JsonMessage()
        .With("traceId", 1, Hex).With("spanId", 2, Hex).With("traceState", 3, Text).With("parentSpanId", 4, Hex).With("name", 5, Text).With("kind", 6, Varint)
        .With("startTimeUnixNano", 7, Fixed64).With("endTimeUnixNano", 8, Fixed64).With("attributes", 9, KeyValue)
        .With("events", 11, new JsonMessage().With("timeUnixNano", 1, Fixed64).With("name", 2, Text).With("attributes", 3, KeyValue))
        .With("links", 13, new JsonMessage().With("traceId", 1, Hex).With("spanId", 2, Hex).With("traceState", 3, Text).With("attributes", 4, KeyValue))
        .With("status", 15, new JsonMessage().With("message", 2, Text).With("code", 3, Varint));

    private static JsonMessage Log() => new JsonMessage()
        .With("timeUnixNano", 1, Fixed64).With("severityNumber", 2, Varint).With("severityText", 3, Text).With("body", 5, Value).With("attributes", 6, KeyValue)
        .With("traceId", 9, Hex).With("spanId", 10, Hex).With("observedTimeUnixNano", 11, Fixed64).With("eventName", 12, Text);

    private static JsonMessage Metric()
    {
        var exemplar = new JsonMessage().With("timeUnixNano", 2, Fixed64).With("asDouble", 3, JsonType.Double).With("spanId", 4, Hex).With("traceId", 5, Hex).With("asInt", 6, SignedFixed64);
        var number = new JsonMessage().With("timeUnixNano", 3, Fixed64).With("asDouble", 4, JsonType.Double).With("exemplars", 5, exemplar).With("asInt", 6, SignedFixed64).With("attributes", 7, KeyValue);
        var histogram = new JsonMessage()
            .With("timeUnixNano", 3, Fixed64).With("count", 4, Fixed64).With("sum", 5, JsonType.Double).With("bucketCounts", 6, Fixed64).With("explicitBounds", 7, JsonType.Double)
            .With("exemplars", 8, exemplar).With("attributes", 9, KeyValue).With("max", 12, JsonType.Double);
        var exponential = new JsonMessage()
            .With("attributes", 1, KeyValue).With("timeUnixNano", 3, Fixed64).With("count", 4, Fixed64).With("sum", 5, JsonType.Double).With("scale", 6, ZigZag)
            .With("positive", 8, new JsonMessage().With("offset", 1, ZigZag).With("bucketCounts", 2, Varint)).With("exemplars", 11, exemplar).With("max", 13, JsonType.Double);
        var summary = new JsonMessage().With("timeUnixNano", 3, Fixed64).With("attributes", 7, KeyValue)
            .With("quantileValues", 6, new JsonMessage().With("quantile", 1, JsonType.Double).With("value", 2, JsonType.Double));
        return new JsonMessage()
            .With("name", 1, Text).With("description", 2, Text).With("unit", 3, Text)
            .With("gauge", 5, Points(number)).With("sum", 7, Points(number).With("isMonotonic", 3, Bool))
            .With("histogram", 9, Points(histogram)).With("exponentialHistogram", 10, Points(exponential)).With("summary", 11, Points(summary));
    }

    private static JsonMessage Points(JsonMessage point) => new JsonMessage().With("dataPoints", 1, point).With("aggregationTemporality", 2, Varint);
}
