namespace Aspire.Dashboard.Api.Rows;

/// <param name="Peer">Whom it called, when that sends no spans.</param>
/// <param name="Start">Milliseconds after the trace's start.</param>
/// <param name="Duration">Milliseconds.</param>
internal sealed record SpanRow(string Id, string? Parent, string Name, string Resource, string? Peer, string Kind, string Type, double Start, double Duration, bool HasFailed);
