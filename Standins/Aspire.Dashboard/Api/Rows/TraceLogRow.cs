namespace Aspire.Dashboard.Api.Rows;

/// <param name="At">Milliseconds after the trace's start.</param>
internal sealed record TraceLogRow(long Number, double At, string Level, string? SpanId, string Resource, string Message);
