namespace Aspire.Dashboard.Api.Rows;

/// <param name="Start">Milliseconds since 1970.</param>
/// <param name="Duration">Milliseconds.</param>
internal sealed record TraceDetails(string Id, string Name, double Start, double Duration, IReadOnlyList<SpanRow> Spans, IReadOnlyList<TraceLogRow> Logs);
