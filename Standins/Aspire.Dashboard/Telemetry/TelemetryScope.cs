namespace Aspire.Dashboard.Telemetry;

/// <summary>The library that wrote the telemetry: the name of an ActivitySource, a Meter or a log category.</summary>
internal sealed record TelemetryScope(string Name, string Version)
{
    public static TelemetryScope None { get; } = new("", "");
}
