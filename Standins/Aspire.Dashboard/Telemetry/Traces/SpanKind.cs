namespace Aspire.Dashboard.Telemetry.Traces;

/// <summary>By OTLP's numbers.</summary>
internal enum SpanKind
{
    Unspecified = 0,
    Internal = 1,
    Server = 2,
    Client = 3,
    Producer = 4,
    Consumer = 5,
}
