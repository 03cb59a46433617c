namespace Aspire.Dashboard.Telemetry.Metrics;

/// <summary>A measured value with the trace that it was measured in.</summary>
internal sealed record Exemplar(long Time, double Value, TraceId TraceId, SpanId SpanId);
