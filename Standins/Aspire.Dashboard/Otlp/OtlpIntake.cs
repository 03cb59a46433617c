using Aspire.Dashboard.Telemetry;

namespace Aspire.Dashboard.Otlp;

/// <summary>Decodes export requests and stores what they hold. Decoding needs no lock; storing a request takes one for a moment.</summary>
internal sealed class OtlpIntake
{
    private readonly TelemetryStore _store;
    private readonly TraceDecoder _traces;
    private readonly LogDecoder _logs;
    private readonly MetricDecoder _metrics;

    public OtlpIntake(TelemetryStore store)
    {
        var common = new CommonDecoder(store.Limits, store.Resources);
        _store = store;
        _traces = new TraceDecoder(common);
        _logs = new LogDecoder(common);
        _metrics = new MetricDecoder(common);
    }

    /// <returns>How many items were not taken.</returns>
    /// <exception cref="Wire.OtlpFormatException">The request cannot be read; nothing of it was stored.</exception>
    public int Take(OtlpSignal signal, ReadOnlySpan<byte> request)
    {
        switch (signal)
        {
            case OtlpSignal.Traces:
                var (spans, rejectedSpans) = _traces.Decode(request);
                _store.Traces.Add(spans);
                return rejectedSpans;
            case OtlpSignal.Logs:
                var (entries, rejectedEntries) = _logs.Decode(request);
                _store.Logs.Add(entries);
                return rejectedEntries;
            default:
                var (exports, rejectedPoints) = _metrics.Decode(request);
                return rejectedPoints + _store.Metrics.Add(exports);
        }
    }
}
