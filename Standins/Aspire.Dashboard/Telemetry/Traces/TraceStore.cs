namespace Aspire.Dashboard.Telemetry.Traces;

/// <summary>The traces that changed last. A new span makes its trace the newest; when there is no room, the one goes that was quiet for longest.</summary>
internal sealed class TraceStore(TelemetryLimits limits)
{
    private readonly Dictionary<TraceId, LinkedListNode<Trace>> _byId = [];
    private readonly LinkedList<Trace> _byAge = [];
    private readonly Lock _lock = new();
    private long _version;
    private int _spanCount;

    public ChangeSignal Changed { get; } = new();

    public (int Traces, int Spans) Count
    {
        get
        {
            lock (_lock)
            {
                return (_byAge.Count, _spanCount);
            }
        }
    }

    public void Add(IReadOnlyList<Span> spans)
    {
        if (spans.Count == 0)
        {
            return;
        }
        lock (_lock)
        {
            foreach (var span in spans)
            {
                Add(span);
            }
            while (_byAge.Count > limits.MaxTraceCount || (_spanCount > limits.MaxSpanCount && _byAge.Count > 1))
            {
                Remove(_byAge.First!);
            }
        }
        Changed.Raise();
    }

    /// <summary>The spans of one trace, or null; the list is the caller's own.</summary>
    public IReadOnlyList<Span>? Find(TraceId id)
    {
        lock (_lock)
        {
            return _byId.TryGetValue(id, out var node) ? [.. node.Value.Spans] : null;
        }
    }

    /// <summary>Traces that changed since a version, newest first, and the version to ask with next.</summary>
    /// <param name="matches">Decides with the trace's spans; called under the lock, so it must not wait.</param>
    public (IReadOnlyList<TraceSummary> Traces, long Version, bool IsCut) Query(long since, int limit, Func<Trace, bool> matches)
    {
        lock (_lock)
        {
            var found = new List<TraceSummary>();
            for (var node = _byAge.Last; node is not null && node.Value.Version > since; node = node.Previous)
            {
                if (matches(node.Value))
                {
                    if (found.Count == limit)
                    {
                        return (found, _version, true);
                    }
                    found.Add(node.Value.Summary);
                }
            }
            return (found, _version, false);
        }
    }

    /// <summary>The newest spans that match, newest trace first.</summary>
    public IReadOnlyList<Span> Spans(int limit, Func<Span, bool> matches)
    {
        lock (_lock)
        {
            var found = new List<Span>();
            for (var node = _byAge.Last; node is not null && found.Count < limit; node = node.Previous)
            {
                found.AddRange(node.Value.Spans.Where(matches).Take(limit - found.Count));
            }
            return found;
        }
    }

    /// <summary>Spans of other traces that link to a trace.</summary>
    public IReadOnlyList<Span> LinkedTo(TraceId id, int limit) => Spans(limit, span => span.TraceId != id && span.Links.Any(link => link.TraceId == id));

    public void Clear(Func<TelemetryResource, bool> of)
    {
        lock (_lock)
        {
            for (var node = _byAge.First; node is not null;)
            {
                var next = node.Next;
                if (node.Value.Spans.Exists(span => of(span.Resource)))
                {
                    Remove(node);
                }
                node = next;
            }
        }
        Changed.Raise();
    }

    private void Add(Span span)
    {
        if (!_byId.TryGetValue(span.TraceId, out var node))
        {
            node = new LinkedListNode<Trace>(new Trace(span.TraceId));
            _byId[span.TraceId] = node;
        }
        else
        {
            _byAge.Remove(node);
        }
        _byAge.AddLast(node);
        node.Value.Version = ++_version;
        if (node.Value.Spans.Count >= limits.MaxTraceSpanCount)
        {
            node.Value.Dropped++;
            return;
        }
        node.Value.Add(span);
        _spanCount++;
    }

    private void Remove(LinkedListNode<Trace> node)
    {
        _byAge.Remove(node);
        _byId.Remove(node.Value.Id);
        _spanCount -= node.Value.Spans.Count;
    }
}
