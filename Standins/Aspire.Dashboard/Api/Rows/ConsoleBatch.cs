using Aspire.Dashboard.Resources;

namespace Aspire.Dashboard.Api.Rows;

/// <param name="IsFirst">What came before is void.</param>
internal sealed record ConsoleBatch(bool IsFirst, IReadOnlyList<ConsoleLine> Lines);
