namespace Aspire.Dashboard.Api.Rows;

/// <param name="Start">Milliseconds since 1970, with a fraction.</param>
/// <param name="Duration">Milliseconds.</param>
internal sealed record TraceRow(string Id, string Name, string Resource, double Start, double Duration, int Spans, int Errors, IReadOnlyList<ShareRow> Shares);
