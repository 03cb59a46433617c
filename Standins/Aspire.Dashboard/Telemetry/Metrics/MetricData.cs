namespace Aspire.Dashboard.Telemetry.Metrics;

/// <summary>One measurement as it came: of which series, at which time.</summary>
/// <param name="IsDelta">The value counts since the last export, not since the process began.</param>
internal sealed record MetricData(IReadOnlyList<TelemetryAttribute> Attributes, MetricPoint Point, bool IsDelta, IReadOnlyList<Exemplar> Exemplars);
