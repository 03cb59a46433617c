namespace Aspire.Dashboard.Queries;

/// <param name="Time">Milliseconds since 1970.</param>
internal sealed record ChartExemplar(double Time, double Value, string TraceId, string SpanId, string Resource);
