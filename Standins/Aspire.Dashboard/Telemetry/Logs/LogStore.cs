namespace Aspire.Dashboard.Telemetry.Logs;

/// <summary>The newest log entries of all resources, in the order in which they came.</summary>
internal sealed class LogStore(TelemetryLimits limits)
{
    private readonly Queue<LogEntry> _entries = new();
    private readonly Dictionary<TraceId, List<LogEntry>> _byTrace = [];
    private readonly Lock _lock = new();
    private LogEntry[]? _snapshot;
    private long _last;

    public ChangeSignal Changed { get; } = new();

    public void Add(IReadOnlyList<LogEntry> entries)
    {
        if (entries.Count == 0)
        {
            return;
        }
        lock (_lock)
        {
            foreach (var entry in entries)
            {
                Add(entry);
            }
            while (_entries.Count > limits.MaxLogCount)
            {
                Forget(_entries.Dequeue());
            }
            _snapshot = null;
        }
        Changed.Raise();
    }

    /// <summary>The newest entries after a number that match, oldest first, and the number to ask with next.</summary>
    public (IReadOnlyList<LogEntry> Entries, long Last) Query(long after, int limit, Func<LogEntry, bool> matches)
    {
        var (entries, last) = Snapshot();
        var found = new List<LogEntry>();
        for (var index = entries.Length - 1; index >= 0 && entries[index].Number > after && found.Count < limit; index--)
        {
            if (matches(entries[index]))
            {
                found.Add(entries[index]);
            }
        }
        found.Reverse();
        return (found, last);
    }

    public LogEntry? Find(long number)
    {
        var (entries, _) = Snapshot();
        return Array.Find(entries, entry => entry.Number == number);
    }

    public IReadOnlyList<LogEntry> OfTrace(TraceId id)
    {
        lock (_lock)
        {
            return _byTrace.TryGetValue(id, out var entries) ? [.. entries] : [];
        }
    }

    public void Clear(Func<TelemetryResource, bool> of)
    {
        lock (_lock)
        {
            var kept = _entries.Where(entry => !of(entry.Resource)).ToArray();
            _entries.Clear();
            _byTrace.Clear();
            Array.ForEach(kept, Keep);
            _snapshot = null;
        }
        Changed.Raise();
    }

    // Readers share one copy until something new comes, and filter it outside the lock.
    private (LogEntry[] Entries, long Last) Snapshot()
    {
        lock (_lock)
        {
            return (_snapshot ??= [.. _entries], _last);
        }
    }

    private void Add(LogEntry entry)
    {
        entry.Number = ++_last;
        Keep(entry);
    }

    private void Keep(LogEntry entry)
    {
        _entries.Enqueue(entry);
        if (entry.TraceId.IsEmpty)
        {
            return;
        }
        if (!_byTrace.TryGetValue(entry.TraceId, out var siblings))
        {
            _byTrace[entry.TraceId] = siblings = [];
        }
        siblings.Add(entry);
    }

    private void Forget(LogEntry entry)
    {
        if (_byTrace.TryGetValue(entry.TraceId, out var siblings) && siblings.Remove(entry) && siblings.Count == 0)
        {
            _byTrace.Remove(entry.TraceId);
        }
    }
}
