namespace Aspire.Dashboard.Telemetry;

internal readonly record struct TelemetryAttribute(string Key, AnyValue Value);
