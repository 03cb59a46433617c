namespace Aspire.Dashboard.Telemetry.Metrics;

internal enum InstrumentKind
{
    /// <summary>A value that is read now and then.</summary>
    Gauge,

    /// <summary>A sum that only grows; what counts is by how much.</summary>
    Counter,

    /// <summary>A sum that grows and shrinks.</summary>
    UpDownCounter,

    Histogram,
}
