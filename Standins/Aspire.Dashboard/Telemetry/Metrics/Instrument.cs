namespace Aspire.Dashboard.Telemetry.Metrics;

/// <summary>An instrument of one process with all of its series. Read and changed under the store's lock.</summary>
internal sealed class Instrument(MetricExport first, TelemetryLimits limits)
{
    private const int KeptExemplars = 200;

    private readonly Dictionary<string, MetricSeries> _series = new(StringComparer.Ordinal);
    private readonly List<(MetricSeries Series, Exemplar Exemplar)> _exemplars = [];
    private int _points;

    public InstrumentKey Key { get; } = new(first.Resource.Id, first.Meter.Name, first.Name);

    public TelemetryResource Resource { get; } = first.Resource;

    public string Description { get; } = first.Description;

    public string Unit { get; } = first.Unit;

    public InstrumentKind Kind { get; } = first.Kind;

    /// <summary>Whether there were more combinations of attribute values than are kept, here or in the process itself.</summary>
    public bool HasOverflow { get; private set; }

    public IEnumerable<MetricSeries> Series => _series.Values;

    public IEnumerable<(MetricSeries Series, Exemplar Exemplar)> Exemplars => _exemplars;

    /// <returns>How many of the points were kept.</returns>
    public int Add(IReadOnlyList<MetricData> points)
    {
        var kept = 0;
        foreach (var point in points)
        {
            if (SeriesOf(point.Attributes) is not { } series)
            {
                HasOverflow = true;
                continue;
            }
            kept++;
            _points -= series.Count;
            series.Add(point.Point, point.IsDelta && Kind is not InstrumentKind.Gauge);
            _points += series.Count;
            foreach (var exemplar in point.Exemplars)
            {
                Add(series, exemplar);
            }
        }
        if (_points > limits.MaxMetricsCount)
        {
            foreach (var series in _series.Values)
            {
                series.Halve();
            }
            _points = _series.Values.Sum(series => series.Count);
        }
        return kept;
    }

    private void Add(MetricSeries series, Exemplar exemplar)
    {
        // The process sends the same one until it has a newer one.
        if (_exemplars.Any(known => known.Exemplar.SpanId == exemplar.SpanId && known.Exemplar.Time == exemplar.Time))
        {
            return;
        }
        // In order of time: those of several series come together.
        var at = _exemplars.Count;
        while (at > 0 && _exemplars[at - 1].Exemplar.Time > exemplar.Time)
        {
            at--;
        }
        _exemplars.Insert(at, (series, exemplar));
        if (_exemplars.Count > KeptExemplars)
        {
            Thin();
        }
    }

    // Like points they get sparser with age: of the two neighbours that, for their age, are nearest to each other, one goes. The greater
    // stays: it is the slow request that somebody looks for.
    private void Thin()
    {
        var now = _exemplars[^1].Exemplar.Time;
        var (nearest, least) = (0, double.MaxValue);
        for (var index = 0; index + 1 < _exemplars.Count; index++)
        {
            var time = _exemplars[index].Exemplar.Time;
            var distance = (_exemplars[index + 1].Exemplar.Time - time) / (double)(now - time + 1);
            if (distance < least)
            {
                (nearest, least) = (index, distance);
            }
        }
        _exemplars.RemoveAt(_exemplars[nearest].Exemplar.Value < _exemplars[nearest + 1].Exemplar.Value ? nearest : nearest + 1);
    }

    private MetricSeries? SeriesOf(IReadOnlyList<TelemetryAttribute> attributes)
    {
        var key = string.Join('\u001f', attributes.OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => $"{a.Key}={a.Value}"));
        HasOverflow |= attributes.Find("otel.metric.overflow") == "true";
        if (_series.TryGetValue(key, out var known) || _series.Count >= limits.MaxDimensionCount)
        {
            return known;
        }
        return _series[key] = new MetricSeries(attributes);
    }
}
