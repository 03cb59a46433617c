using System.Collections.Concurrent;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Standins.Tests.Telemetry;

/// <summary>Keeps the names of the metrics that a meter provider exports, when it is asked to.</summary>
internal sealed class MetricCollector : BaseExporter<Metric>
{
    public ConcurrentDictionary<string, string> MetersByMetric { get; } = new(StringComparer.Ordinal);

    public override ExportResult Export(in Batch<Metric> batch)
    {
        foreach (var metric in batch)
        {
            MetersByMetric[metric.Name] = metric.MeterName;
        }

        return ExportResult.Success;
    }
}
