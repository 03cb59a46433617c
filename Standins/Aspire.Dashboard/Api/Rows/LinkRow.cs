namespace Aspire.Dashboard.Api.Rows;

internal sealed record LinkRow(string TraceId, string SpanId, string? Name, string? Resource);
