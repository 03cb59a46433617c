using Aspire.Dashboard.Telemetry.Logs;
using Aspire.Dashboard.Telemetry.Metrics;
using Aspire.Dashboard.Telemetry.Traces;

namespace Aspire.Dashboard.Telemetry;

/// <summary>All telemetry, in memory and bounded.</summary>
/// <param name="idOf">Gives the id of a process by its name and instance, where it is a resource; by default it is made of both.</param>
internal sealed class TelemetryStore(TelemetryLimits limits, Func<string, string, string>? idOf = null)
{
    public TelemetryLimits Limits { get; } = limits;

    public ResourceRegistry Resources { get; } = new(limits, idOf ?? TelemetryResource.IdOf);

    public TraceStore Traces { get; } = new(limits);

    public LogStore Logs { get; } = new(limits);

    public MetricStore Metrics { get; } = new(limits);
}
