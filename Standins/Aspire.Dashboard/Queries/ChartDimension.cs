namespace Aspire.Dashboard.Queries;

internal sealed record ChartDimension(string Key, IReadOnlyList<string> Values);
