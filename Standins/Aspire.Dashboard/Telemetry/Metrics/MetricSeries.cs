using System.Runtime.InteropServices;

namespace Aspire.Dashboard.Telemetry.Metrics;

/// <summary>
/// One combination of attribute values over time. The younger, the denser: every point of the last ten minutes, one every ten seconds
/// of the last hour, one a minute up to twelve hours. A value that stays takes two points however long it does.
/// </summary>
internal sealed class MetricSeries(IReadOnlyList<TelemetryAttribute> attributes)
{
    private const long Second = 1_000_000_000;
    private const int AddsBetweenThinnings = 300;

    private static readonly (long Age, long Grid)[] Tiers = [(600 * Second, 10 * Second), (3_600 * Second, 60 * Second)];
    private static readonly long Lifetime = 12 * 3_600 * Second;

    private readonly List<MetricPoint> _points = [];
    private int _adds;

    public IReadOnlyList<TelemetryAttribute> Attributes { get; } = attributes;

    public int Count => _points.Count;

    /// <summary>Whether the beginning is gone, so that the first point does not count from zero.</summary>
    public bool IsCut { get; private set; }

    public MetricPoint Last => _points[^1];

    public void Add(MetricPoint point, bool isDelta)
    {
        if (isDelta && _points.Count > 0)
        {
            var sum = point.Histogram is { } added && Last.Histogram is { } before ? before + added : point.Histogram;
            point = point with { Value = Last.Value + point.Value, Histogram = sum };
        }
        if (_points.Count > 0 && point.Time <= Last.Time)
        {
            return;
        }
        if (_points.Count > 1 && point.SameAs(Last) && point.SameAs(_points[^2]))
        {
            _points[^1] = point with { Histogram = Last.Histogram };
            return;
        }
        _points.Add(point);
        if (++_adds % AddsBetweenThinnings == 0)
        {
            Thin(point.Time);
        }
    }

    /// <summary>Drops the older half.</summary>
    public void Halve()
    {
        _points.RemoveRange(0, _points.Count / 2);
        IsCut = true;
    }

    /// <returns>The last point at or before a time; null when there is none.</returns>
    public MetricPoint? At(long time)
    {
        var next = IndexAfter(time);
        return next == 0 ? null : _points[next - 1];
    }

    /// <returns>The value at a time; null when the last one before it is older than an age, and was not measured again after it.</returns>
    public double? ValueAt(long time, long oldest)
    {
        var next = IndexAfter(time);
        if (next == 0)
        {
            return null;
        }
        var point = _points[next - 1];
        var stays = next < _points.Count && _points[next].SameAs(point);
        return stays || time - point.Time <= oldest ? point.Value : null;
    }

    private int IndexAfter(long time)
    {
        var (low, high) = (0, _points.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _points[middle].Time <= time ? (middle + 1, high) : (low, middle);
        }
        return low;
    }

    private void Thin(long now)
    {
        var points = CollectionsMarshal.AsSpan(_points);
        var kept = 0;
        for (var index = 0; index < points.Length; index++)
        {
            var point = points[index];
            if (now - point.Time > Lifetime && index < points.Length - 1)
            {
                IsCut = true;
                continue;
            }
            var grid = GridOf(now - point.Time);
            // The last point of each interval stays: sums go on from it.
            if (grid > 0 && index < points.Length - 1 && points[index + 1].Time / grid == point.Time / grid)
            {
                continue;
            }
            points[kept++] = point;
        }
        CollectionsMarshal.SetCount(_points, kept);
    }

    private static long GridOf(long age)
    {
        var grid = 0L;
        foreach (var tier in Tiers)
        {
            grid = age > tier.Age ? tier.Grid : grid;
        }
        return grid;
    }
}
