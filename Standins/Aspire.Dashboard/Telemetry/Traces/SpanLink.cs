namespace Aspire.Dashboard.Telemetry.Traces;

internal sealed record SpanLink(TraceId TraceId, SpanId SpanId, IReadOnlyList<TelemetryAttribute> Attributes);
