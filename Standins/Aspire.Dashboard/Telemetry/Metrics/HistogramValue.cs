namespace Aspire.Dashboard.Telemetry.Metrics;

/// <summary>How many values fell between the bounds; there is one count more than bounds.</summary>
internal sealed record HistogramValue(ulong Count, double Sum, double[] Bounds, ulong[] Counts, double? Max)
{
    public static HistogramValue operator +(HistogramValue left, HistogramValue right) => left.Combine(right, (a, b) => a + b, left.Sum + right.Sum, left.Count + right.Count);

    /// <summary>What came since an earlier state; all of it, when the process began anew in between.</summary>
    public HistogramValue Since(HistogramValue? earlier) =>
        earlier is null || earlier.Count > Count || !earlier.Bounds.AsSpan().SequenceEqual(Bounds)
            ? this
            : Combine(earlier, (a, b) => a > b ? a - b : 0, Sum - earlier.Sum, Count - earlier.Count);

    /// <summary>The value below which a share of all values lies, as exact as the buckets tell; null when there are none.</summary>
    public double? Percentile(double share)
    {
        if (Count == 0 || Counts.Length == 0)
        {
            return null;
        }
        var rank = share * Counts.Aggregate(0UL, (sum, count) => sum + count);
        var below = 0UL;
        for (var index = 0; index < Counts.Length; index++)
        {
            if (Counts[index] > 0 && below + Counts[index] >= rank)
            {
                return Within(index, (rank - below) / Counts[index]);
            }
            below += Counts[index];
        }
        return Bounds is [.., var last] ? last : null;
    }

    // The last bucket has no end: the greatest value ever seen stands for it, when it is known.
    private double? Within(int index, double share)
    {
        if (Bounds.Length == 0)
        {
            return Sum / Count;
        }
        if (index >= Bounds.Length)
        {
            return Max is { } max && max > Bounds[^1] ? Bounds[^1] + ((max - Bounds[^1]) * share) : Bounds[^1];
        }
        var from = index == 0 ? Math.Min(0, Bounds[0]) : Bounds[index - 1];
        return from + ((Bounds[index] - from) * share);
    }

    private HistogramValue Combine(HistogramValue other, Func<ulong, ulong, ulong> counts, double sum, ulong count)
    {
        if (!other.Bounds.AsSpan().SequenceEqual(Bounds) || other.Counts.Length != Counts.Length)
        {
            return this with { Sum = sum, Count = count };
        }
        var max = Max is { } mine && other.Max is { } theirs ? Math.Max(mine, theirs) : Max ?? other.Max;
        return new HistogramValue(count, sum, Bounds, [.. Counts.Zip(other.Counts, counts)], max);
    }
}
