namespace Aspire.Dashboard.Telemetry.Metrics;

/// <summary>The instruments of all processes.</summary>
internal sealed class MetricStore(TelemetryLimits limits)
{
    private readonly Dictionary<InstrumentKey, Instrument> _instruments = [];
    private readonly Dictionary<string, int> _countOf = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    public ChangeSignal Changed { get; } = new();

    /// <summary>Raised when there is an instrument that was not there before.</summary>
    public ChangeSignal Grown { get; } = new();

    /// <returns>How many points were not kept, because there are too many instruments or combinations of attributes.</returns>
    public int Add(IReadOnlyList<MetricExport> exports)
    {
        if (exports.Count == 0)
        {
            return 0;
        }
        var (rejected, grown) = (0, false);
        lock (_lock)
        {
            foreach (var export in exports)
            {
                var instrument = InstrumentOf(export, ref grown);
                rejected += export.Points.Count - (instrument?.Add(export.Points) ?? 0);
            }
        }
        Changed.Raise();
        if (grown)
        {
            Grown.Raise();
        }
        return rejected;
    }

    /// <summary>Every instrument of every process; what is read of them must be no more than their names.</summary>
    public IReadOnlyList<Instrument> All()
    {
        lock (_lock)
        {
            return [.. _instruments.Values];
        }
    }

    /// <summary>Works on instruments while nothing is added to them.</summary>
    public T Read<T>(Func<InstrumentKey, bool> wanted, Func<IReadOnlyList<Instrument>, T> read)
    {
        lock (_lock)
        {
            return read([.. _instruments.Where(entry => wanted(entry.Key)).Select(entry => entry.Value)]);
        }
    }

    public void Clear(Func<TelemetryResource, bool> of)
    {
        lock (_lock)
        {
            foreach (var instrument in _instruments.Values.Where(instrument => of(instrument.Resource)).ToArray())
            {
                _instruments.Remove(instrument.Key);
                _countOf[instrument.Key.Resource]--;
            }
        }
        Changed.Raise();
        Grown.Raise();
    }

    private Instrument? InstrumentOf(MetricExport export, ref bool grown)
    {
        var key = new InstrumentKey(export.Resource.Id, export.Meter.Name, export.Name);
        if (_instruments.TryGetValue(key, out var known))
        {
            return known.Kind == export.Kind ? known : null;
        }
        var count = _countOf.GetValueOrDefault(key.Resource);
        if (count >= limits.MaxInstrumentCount)
        {
            return null;
        }
        grown = true;
        _countOf[key.Resource] = count + 1;
        return _instruments[key] = new Instrument(export, limits);
    }
}
