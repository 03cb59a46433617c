namespace Aspire.Dashboard.Api.Rows;

/// <param name="IsFirst">What came before is void.</param>
/// <param name="IsCut">There are more than were sent.</param>
/// <param name="Total">How many traces are kept, matching or not.</param>
internal sealed record TraceBatch(bool IsFirst, bool IsCut, int Total, IReadOnlyList<TraceRow> Traces);
