namespace Aspire.Dashboard.Telemetry.Traces;

/// <summary>A trace as one line of the list.</summary>
/// <param name="Name">Of the first span without a known parent.</param>
/// <param name="Start">Nanoseconds since 1970.</param>
internal sealed record TraceSummary(TraceId Id, string Name, TelemetryResource Resource, long Start, long End, int SpanCount, int ErrorCount, IReadOnlyList<ResourceShare> Shares)
{
    public static TraceSummary Of(Trace trace)
    {
        var known = trace.Spans.Select(span => span.Id).ToHashSet();
        Span? root = null;
        var (start, end, errors) = (long.MaxValue, long.MinValue, 0);
        var shares = new Dictionary<string, (int Spans, int Errors, long First)>(StringComparer.Ordinal);
        foreach (var span in trace.Spans)
        {
            start = Math.Min(start, span.Start);
            end = Math.Max(end, span.End);
            errors += span.HasFailed ? 1 : 0;
            var share = shares.GetValueOrDefault(span.Resource.Id, (Spans: 0, Errors: 0, First: long.MaxValue));
            shares[span.Resource.Id] = (share.Spans + 1, share.Errors + (span.HasFailed ? 1 : 0), Math.Min(share.First, span.Start));
            root = IsBetterRoot(span, root, known) ? span : root;
        }
        return new TraceSummary(
            trace.Id, root!.Name, root.Resource, start, end, trace.Spans.Count, errors,
            [.. shares.OrderBy(share => share.Value.First).Select(share => new ResourceShare(share.Key, share.Value.Spans, share.Value.Errors))]);
    }

    // What starts the trace, else the first of those whose parent has not come, else the first of all.
    private static bool IsBetterRoot(Span span, Span? root, HashSet<SpanId> known)
    {
        if (root is null)
        {
            return true;
        }
        var (rank, best) = (Rank(span, known), Rank(root, known));
        return rank < best || (rank == best && span.Start < root.Start);
    }

    private static int Rank(Span span, HashSet<SpanId> known) => span.ParentId.IsEmpty ? 0 : known.Contains(span.ParentId) ? 2 : 1;
}
