namespace Aspire.Dashboard.Telemetry.Traces;

/// <summary>The spans of one trace as far as they have come. Read and changed under the store's lock.</summary>
internal sealed class Trace(TraceId id)
{
    private TraceSummary? _summary;

    public TraceId Id { get; } = id;

    public List<Span> Spans { get; } = [];

    /// <summary>When the trace changed last, as the store counts.</summary>
    public long Version { get; set; }

    /// <summary>Spans that came when there was no room for them.</summary>
    public int Dropped { get; set; }

    public TraceSummary Summary => _summary ??= TraceSummary.Of(this);

    public void Add(Span span)
    {
        Spans.Add(span);
        _summary = null;
    }
}
