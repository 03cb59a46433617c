namespace Aspire.Dashboard.Api.Rows;

/// <param name="Time">Milliseconds since 1970, with a fraction.</param>
internal sealed record LogRow(long Number, double Time, string Level, string Resource, string Category, string Message, string? TraceId, string? SpanId, bool HasException);
