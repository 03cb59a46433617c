using Aspire.Dashboard.Telemetry.Metrics;

namespace Aspire.Dashboard.Queries;

/// <summary>Computes charts. All arithmetic is on sums since the processes began, so a chart of any range costs the same.</summary>
internal static class ChartBuilder
{
    private const long Second = 1_000_000_000;

    private static readonly (string Name, double Share)[] Percentiles = [("P50", .5), ("P90", .9), ("P99", .99)];

    /// <returns>Null when nothing of that name was measured.</returns>
    public static Chart? Build(ChartQuery query, IReadOnlyList<Instrument> instruments, DateTimeOffset now)
    {
        var all = instruments.SelectMany(instrument => instrument.Series, (instrument, series) => (Instrument: instrument, Series: series)).ToArray();
        if (instruments.Count == 0 || all.Length == 0)
        {
            return null;
        }
        var grid = Grid(query, now);
        var kind = instruments[0].Kind;
        var shows = ShowsOf(kind, query.Show);
        var wanted = all.Where(entry => query.Wants(entry.Instrument, entry.Series)).ToArray();
        var lines = Groups(query, wanted).SelectMany(group => Lines(kind, shows, group.Name, group.Series, grid)).ToArray();
        return new Chart(
            instruments[0].Key.Name, instruments[0].Unit, instruments[0].Description, kind.ToString(), shows, grid[1] / 1_000_000, query.Step * 1000L,
            lines, Dimensions(query, all), Exemplars(query, instruments, grid[0]), instruments.Any(instrument => instrument.HasOverflow));
    }

    // Times at which sums are read; the first is the base of the first value. Aligned, so that values do not change as time goes on.
    private static long[] Grid(ChartQuery query, DateTimeOffset now)
    {
        var step = query.Step;
        var end = now.ToUnixTimeSeconds() / step * step;
        var count = query.Duration / step;
        return [.. Enumerable.Range(0, count + 1).Select(index => (end - ((count - index) * (long)step)) * Second)];
    }

    private static string ShowsOf(InstrumentKind kind, string show) => kind switch
    {
        InstrumentKind.Histogram => show is "p50" or "p90" or "p99" or "rate" or "count" or "average" ? show : "percentiles",
        InstrumentKind.Counter => show is "count" or "value" ? show : "rate",
        _ => "value",
    };

    private static IEnumerable<(string Name, MetricSeries[] Series)> Groups(ChartQuery query, (Instrument Instrument, MetricSeries Series)[] wanted) =>
        query.GroupBy is not { } key
            ? [("", [.. wanted.Select(entry => entry.Series)])]
            : wanted.GroupBy(entry => ChartQuery.Dimension(entry.Instrument, entry.Series, key) ?? "(none)", entry => entry.Series)
                .OrderBy(group => group.Key, StringComparer.OrdinalIgnoreCase).Select(group => (group.Key, group.ToArray()));

    private static IEnumerable<ChartLine> Lines(InstrumentKind kind, string shows, string name, MetricSeries[] series, long[] grid)
    {
        var step = (grid[1] - grid[0]) / (double)Second;
        return (kind, shows) switch
        {
            (InstrumentKind.Histogram, "percentiles") => PercentileLines(name, Increases(series, grid)),
            (InstrumentKind.Histogram, "average") => [new ChartLine(name, [.. Increases(series, grid).Select(h => h is { Count: > 0 } ? h.Sum / h.Count : (double?)null)])],
            (InstrumentKind.Histogram, "rate" or "count") => [new ChartLine(name, [.. Increases(series, grid).Select(h => (h?.Count ?? 0) / (shows == "rate" ? step : 1))])],
            (InstrumentKind.Histogram, _) => [new ChartLine(name, [.. Increases(series, grid).Select(h => h?.Percentile(int.Parse(shows.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture) / 100.0))])],
            (_, "value") => [new ChartLine(name, Values(series, grid))],
            _ => [new ChartLine(name, Growth(series, grid, shows == "rate" ? step : 1))],
        };
    }

    private static IEnumerable<ChartLine> PercentileLines(string name, HistogramValue?[] increases) =>
        Percentiles.Select(p => new ChartLine(name.Length == 0 ? p.Name : $"{name} {p.Name}", [.. increases.Select(h => h?.Percentile(p.Share))]));

    private static double?[] Values(MetricSeries[] series, long[] grid)
    {
        // A process that is gone measures nothing: a value holds for a while after it came, not for ever.
        var stale = Math.Max(15 * Second, 2 * (grid[1] - grid[0]));
        var values = new double?[grid.Length - 1];
        for (var index = 1; index < grid.Length; index++)
        {
            foreach (var one in series)
            {
                if (one.ValueAt(grid[index], stale) is { } value)
                {
                    values[index - 1] = (values[index - 1] ?? 0) + value;
                }
            }
        }
        return values;
    }

    private static double?[] Growth(MetricSeries[] series, long[] grid, double divisor)
    {
        var values = new double?[grid.Length - 1];
        foreach (var one in series)
        {
            var before = one.At(grid[0])?.Value ?? (one.IsCut ? null : 0);
            for (var index = 1; index < grid.Length; index++)
            {
                if (one.At(grid[index])?.Value is { } now)
                {
                    // Less than before: the process began anew.
                    var grown = now >= (before ?? now) ? now - (before ?? now) : now;
                    values[index - 1] = (values[index - 1] ?? 0) + (grown / divisor);
                    before = now;
                }
            }
        }
        return values;
    }

    private static HistogramValue?[] Increases(MetricSeries[] series, long[] grid)
    {
        var increases = new HistogramValue?[grid.Length - 1];
        foreach (var one in series)
        {
            var before = one.At(grid[0])?.Histogram;
            for (var index = 1; index < grid.Length; index++)
            {
                if (one.At(grid[index])?.Histogram is not { } now)
                {
                    continue;
                }
                var since = ReferenceEquals(now, before) ? null : now.Since(before);
                increases[index - 1] = increases[index - 1] is { } sum && since is not null ? sum + since : since ?? increases[index - 1];
                before = now;
            }
        }
        return increases;
    }

    private static ChartDimension[] Dimensions(ChartQuery query, (Instrument Instrument, MetricSeries Series)[] all)
    {
        var keys = all.SelectMany(entry => entry.Series.Attributes.Select(a => a.Key)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (query.Resource is null || all.Select(entry => entry.Instrument.Resource.Id).Distinct().Skip(1).Any())
        {
            keys.Insert(0, "resource");
        }
        return [.. keys.Select(key => new ChartDimension(key, [.. all.Select(entry => ChartQuery.Dimension(entry.Instrument, entry.Series, key)).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]))];
    }

    // More than one for two values of a line could not be told apart in the chart: the greatest of them.
    private static ChartExemplar[] Exemplars(ChartQuery query, IReadOnlyList<Instrument> instruments, long since) =>
    [
        .. instruments.SelectMany(instrument => instrument.Exemplars.Where(e => e.Exemplar.Time > since && query.Wants(instrument, e.Series)), (instrument, e) => (instrument.Resource, e.Exemplar))
            .GroupBy(e => (e.Exemplar.Time - since) / (2 * query.Step * Second))
            .Select(group => group.MaxBy(e => e.Exemplar.Value))
            .Select(e => new ChartExemplar(e.Exemplar.Time / 1_000_000.0, e.Exemplar.Value, e.Exemplar.TraceId.ToString(), e.Exemplar.SpanId.ToString(), e.Resource.Id)),
    ];
}
