namespace Aspire.Dashboard.Otlp;

internal enum OtlpSignal
{
    Traces,
    Logs,
    Metrics,
}
