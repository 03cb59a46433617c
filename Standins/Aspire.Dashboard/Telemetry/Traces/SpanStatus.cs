namespace Aspire.Dashboard.Telemetry.Traces;

/// <summary>By OTLP's numbers.</summary>
internal enum SpanStatus
{
    Unset = 0,
    Ok = 1,
    Error = 2,
}
