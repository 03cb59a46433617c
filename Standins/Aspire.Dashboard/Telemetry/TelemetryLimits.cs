namespace Aspire.Dashboard.Telemetry;

/// <summary>How much is kept, by Aspire's names and defaults; beyond it the oldest goes. The spans' own limits are this dashboard's.</summary>
internal sealed class TelemetryLimits
{
    public int MaxLogCount { get; set; } = 10_000;

    public int MaxTraceCount { get; set; } = 10_000;

    /// <summary>Points of one instrument, over all of its dimensions.</summary>
    public int MaxMetricsCount { get; set; } = 50_000;

    public int MaxAttributeCount { get; set; } = 128;

    public int MaxAttributeLength { get; set; } = int.MaxValue;

    public int MaxSpanEventCount { get; set; } = int.MaxValue;

    public int MaxResourceCount { get; set; } = 10_000;

    public int MaxConsoleLogCount { get; set; } = 10_000;

    /// <summary>Spans of all traces together: a limit on traces alone bounds no memory.</summary>
    public int MaxSpanCount { get; set; } = 200_000;

    /// <summary>Spans of one trace; later ones are not kept.</summary>
    public int MaxTraceSpanCount { get; set; } = 10_000;

    /// <summary>Combinations of attribute values of one instrument; the next one is not kept, and the page says so.</summary>
    public int MaxDimensionCount { get; set; } = 1_000;

    /// <summary>Instruments of one process.</summary>
    public int MaxInstrumentCount { get; set; } = 2_000;

    /// <summary>Bytes of one export request, uncompressed.</summary>
    public int MaxRequestSize { get; set; } = 16 * 1024 * 1024;
}
