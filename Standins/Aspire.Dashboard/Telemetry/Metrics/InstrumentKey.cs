namespace Aspire.Dashboard.Telemetry.Metrics;

/// <param name="Resource">The id of the process that it measures.</param>
internal readonly record struct InstrumentKey(string Resource, string Meter, string Name);
