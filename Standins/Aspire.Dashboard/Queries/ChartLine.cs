namespace Aspire.Dashboard.Queries;

/// <param name="Values">Null where nothing was measured.</param>
internal sealed record ChartLine(string Name, IReadOnlyList<double?> Values);
