namespace Aspire.Dashboard.Api.Rows;

/// <param name="IsFirst">What came before is void.</param>
internal sealed record LogBatch(bool IsFirst, IReadOnlyList<LogRow> Entries);
