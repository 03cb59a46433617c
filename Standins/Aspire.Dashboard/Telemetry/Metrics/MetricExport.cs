namespace Aspire.Dashboard.Telemetry.Metrics;

/// <summary>What one export says of one instrument.</summary>
internal sealed record MetricExport(
    TelemetryResource Resource, TelemetryScope Meter, string Name, string Description, string Unit, InstrumentKind Kind, IReadOnlyList<MetricData> Points);
