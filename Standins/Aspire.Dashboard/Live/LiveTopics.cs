using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Aspire.Dashboard.Api;
using Aspire.Dashboard.Api.Rows;
using Aspire.Dashboard.Overview;
using Aspire.Dashboard.Queries;
using Aspire.Dashboard.Resources;
using Aspire.Dashboard.Telemetry;

namespace Aspire.Dashboard.Live;

/// <summary>
/// What pages can subscribe to. Each topic sends what there is, then what is new whenever something changes, at most every so often:
/// however much telemetry comes in, a page is told no more than it can show.
/// </summary>
internal sealed class LiveTopics(IResourceFeed resources, ConsoleStore console, TelemetryStore telemetry, PeerNames peers, OverviewFile overview, TimeProvider time)
{
    private const int FirstRows = 2000;
    private const int MostRows = 1000;

    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan EachSecond = TimeSpan.FromSeconds(1);

    /// <returns>Null when there is no such topic.</returns>
    public IAsyncEnumerable<byte[]>? Subscribe(string topic, QueryArguments arguments, CancellationToken cancellationToken) => topic switch
    {
        "resources" => Each(resources.Changed, Soon, () => Json(resources.Current, DashboardJson.Default.IReadOnlyListResourceView), cancellationToken),
        "console" => Console(arguments, cancellationToken),
        "logs" => Logs(arguments, cancellationToken),
        "traces" => Traces(arguments, cancellationToken),
        "trace" => Trace(arguments, cancellationToken),
        "instruments" => Each(telemetry.Metrics.Grown, Often, () => Json(Instruments(telemetry), DashboardJson.Default.IReadOnlyListInstrumentRow), cancellationToken),
        "chart" => ChartAsync(ChartQuery.Of(arguments), cancellationToken),
        "overview" => Overview(arguments.Number("duration", 300, 12 * 3600), cancellationToken),
        _ => null,
    };

    public static IReadOnlyList<InstrumentRow> Instruments(TelemetryStore telemetry) =>
    [
        .. telemetry.Metrics.All()
            .Select(i => new InstrumentRow(i.Resource.Name, i.Resource.Id, i.Key.Meter, i.Key.Name, i.Unit, i.Description, i.Kind.ToString()))
            .OrderBy(i => i.Service, StringComparer.Ordinal).ThenBy(i => i.Resource, StringComparer.Ordinal).ThenBy(i => i.Meter, StringComparer.Ordinal).ThenBy(i => i.Name, StringComparer.Ordinal),
    ];

    private IAsyncEnumerable<byte[]> Console(QueryArguments arguments, CancellationToken cancellationToken)
    {
        var last = -1L;
        string[] wanted = arguments["resource"] is { Length: > 0 } id ? [id] : [];
        return Each(console.Changed, Soon, () =>
        {
            var first = last < 0;
            var lines = console.After(last, wanted, telemetry.Limits.MaxConsoleLogCount);
            last = lines.Count > 0 ? lines[^1].Number : Math.Max(last, 0);
            return first || lines.Count > 0 ? Json(new ConsoleBatch(first, lines), DashboardJson.Default.ConsoleBatch) : null;
        }, cancellationToken);
    }

    private IAsyncEnumerable<byte[]> Logs(QueryArguments arguments, CancellationToken cancellationToken)
    {
        var query = new LogQuery(arguments);
        var last = -1L;
        return Each(telemetry.Logs.Changed, Often, () =>
        {
            var first = last < 0;
            var (entries, now) = telemetry.Logs.Query(last, first ? telemetry.Limits.MaxLogCount : MostRows, query.Matches);
            last = now;
            return first || entries.Count > 0 ? Json(new LogBatch(first, [.. entries.Select(PageRows.Of)]), DashboardJson.Default.LogBatch) : null;
        }, cancellationToken);
    }

    private IAsyncEnumerable<byte[]> Traces(QueryArguments arguments, CancellationToken cancellationToken)
    {
        var query = new TraceQuery(arguments, peers);
        var last = -1L;
        return Each(telemetry.Traces.Changed, Often, () =>
        {
            var first = last < 0;
            var (traces, now, isCut) = telemetry.Traces.Query(last, first ? FirstRows : MostRows, query.Matches);
            last = now;
            return first || traces.Count > 0
                ? Json(new TraceBatch(first, isCut, telemetry.Traces.Count.Traces, [.. traces.Select(PageRows.Of)]), DashboardJson.Default.TraceBatch)
                : null;
        }, cancellationToken);
    }

    private IAsyncEnumerable<byte[]> Trace(QueryArguments arguments, CancellationToken cancellationToken)
    {
        TraceId.TryParse(arguments["id"], out var id);
        var (spans, logs) = (-1, -1);
        return Each(telemetry.Traces.Changed, Often, () =>
        {
            var now = telemetry.Traces.Find(id);
            var entries = telemetry.Logs.OfTrace(id);
            if ((now?.Count ?? 0, entries.Count) == (spans, logs))
            {
                return null;
            }
            (spans, logs) = (now?.Count ?? 0, entries.Count);
            return now is null ? "null"u8.ToArray() : Json(PageRows.Of(id, now, entries, peers), DashboardJson.Default.TraceDetails);
        }, cancellationToken);
    }

    private IAsyncEnumerable<byte[]> ChartAsync(ChartQuery query, CancellationToken cancellationToken) =>
        Each(telemetry.Metrics.Changed, EachSecond, () => telemetry.Metrics.Chart(query, time) is { } chart ? Json(chart, DashboardJson.Default.Chart) : "null"u8.ToArray(), cancellationToken);

    private IAsyncEnumerable<byte[]> Overview(int duration, CancellationToken cancellationToken) =>
        Each(telemetry.Metrics.Changed, EachSecond, () => Json(overview.Measure(duration), DashboardJson.Default.IReadOnlyListOverviewTileData), cancellationToken);

    private async IAsyncEnumerable<byte[]> Each(ChangeSignal changed, TimeSpan pause, Func<byte[]?> read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var seen = changed.Version;
            if (read() is { } message)
            {
                yield return message;
            }
            await Task.Delay(pause, time, cancellationToken);
            await changed.WaitAsync(seen, cancellationToken);
        }
    }

    private static byte[] Json<T>(T value, JsonTypeInfo<T> type) => JsonSerializer.SerializeToUtf8Bytes(value, type);
}
