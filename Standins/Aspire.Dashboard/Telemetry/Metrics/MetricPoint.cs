namespace Aspire.Dashboard.Telemetry.Metrics;

/// <summary>The state of a series at a time (nanoseconds since 1970): sums and histograms since the process began.</summary>
internal readonly record struct MetricPoint(long Time, double Value, HistogramValue? Histogram = null)
{
    public bool SameAs(MetricPoint other) =>
        Histogram is null ? Value.Equals(other.Value) : other.Histogram is { } before && before.Count == Histogram.Count && before.Sum.Equals(Histogram.Sum);
}
