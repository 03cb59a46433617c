using Aspire.Dashboard.Telemetry.Metrics;

namespace Aspire.Dashboard.Queries;

internal static class ChartService
{
    /// <returns>Null when nothing of that name was measured.</returns>
    public static Chart? Chart(this MetricStore metrics, ChartQuery query, TimeProvider time) =>
        metrics.Read(query.Wants, instruments => ChartBuilder.Build(query, [.. instruments.Where(i => new ResourceQuery(query.Resource).Matches(i.Resource))], time.GetUtcNow()));
}
