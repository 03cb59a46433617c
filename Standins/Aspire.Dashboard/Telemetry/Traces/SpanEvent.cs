namespace Aspire.Dashboard.Telemetry.Traces;

internal sealed record SpanEvent(string Name, long Time, IReadOnlyList<TelemetryAttribute> Attributes);
