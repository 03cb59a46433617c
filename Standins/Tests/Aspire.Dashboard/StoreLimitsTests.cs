using Aspire.Dashboard.Telemetry;
using Aspire.Dashboard.Telemetry.Logs;
using Aspire.Dashboard.Telemetry.Metrics;
using Aspire.Dashboard.Telemetry.Traces;

namespace Standins.Tests.Aspire.Dashboard;

public sealed class StoreLimitsTests
{
    private const long Second = 1_000_000_000;

    private static readonly TelemetryResource Order = new("order", "", "order", []);

    [Fact]
    public void Traces_BeyondTheLimit_TheOneThatWasQuietForLongestGoes()
    {
        var store = new TraceStore(new TelemetryLimits { MaxTraceCount = 2 });

        store.Add([Span(1, 1), Span(2, 1), Span(1, 2), Span(3, 1)]);

        store.Find(new TraceId(0, 1))!.Count.ShouldBe(2);
        store.Find(new TraceId(0, 2)).ShouldBeNull();
        store.Count.ShouldBe((2, 3));
    }

    [Fact]
    public void Traces_BeyondTheSpanLimit_OldestTracesGo()
    {
        var store = new TraceStore(new TelemetryLimits { MaxSpanCount = 100, MaxTraceSpanCount = 30 });
        for (var trace = 1UL; trace <= 20; trace++)
        {
            store.Add([.. Enumerable.Range(1, 40).Select(id => Span(trace, (ulong)id))]);
        }

        store.Count.Spans.ShouldBeLessThanOrEqualTo(100);
        store.Find(new TraceId(0, 20))!.Count.ShouldBe(30);
        store.Find(new TraceId(0, 1)).ShouldBeNull();
    }

    [Fact]
    public void Query_SinceAVersion_GivesWhatChangedAfterIt()
    {
        var store = new TraceStore(new TelemetryLimits());
        store.Add([Span(1, 1), Span(2, 1)]);
        var (_, version, _) = store.Query(0, 10, _ => true);

        store.Add([Span(1, 2)]);

        store.Query(version, 10, _ => true).Traces.Single().Id.ShouldBe(new TraceId(0, 1));
    }

    [Fact]
    public void Summary_TheSpanWithoutAParent_NamesTheTrace()
    {
        var store = new TraceStore(new TelemetryLimits());
        store.Add([Span(1, 2, parent: 1, name: "child"), Span(1, 1, name: "root")]);

        store.Query(0, 1, _ => true).Traces.Single().Name.ShouldBe("root");
    }

    [Fact]
    public void Logs_BeyondTheLimit_TheOldestGoAndTheirTraceForgetsThem()
    {
        var store = new LogStore(new TelemetryLimits { MaxLogCount = 2 });
        store.Add([.. Enumerable.Range(1, 3).Select(trace => new LogEntry { Resource = Order, Scope = TelemetryScope.None, TraceId = new TraceId(0, (ulong)trace) })]);

        store.Query(0, 10, _ => true).Entries.Select(e => e.Number).ShouldBe([2L, 3L]);
        store.OfTrace(new TraceId(0, 1)).ShouldBeEmpty();
        store.OfTrace(new TraceId(0, 3)).Count.ShouldBe(1);
    }

    [Fact]
    public void Series_HalfADayOfSeconds_StaysSmallAndKeepsItsSum()
    {
        var series = new MetricSeries([]);
        for (var second = 1; second <= 12 * 3600; second++)
        {
            series.Add(new MetricPoint(second * Second, second), isDelta: false);
        }

        series.Count.ShouldBeLessThan(2500);
        series.Last.Value.ShouldBe(12 * 3600);
        series.At(12 * 3600 * Second - (3 * 3600 * Second))!.Value.Value.ShouldBeInRange((9 * 3600) - 60, 9 * 3600);
    }

    [Fact]
    public void Series_ValueThatStays_TakesTwoPoints()
    {
        var series = new MetricSeries([]);
        for (var second = 1; second <= 1000; second++)
        {
            series.Add(new MetricPoint(second * Second, 7), isDelta: false);
        }

        series.Count.ShouldBe(2);
        series.Last.Time.ShouldBe(1000 * Second);
    }

    [Fact]
    public void Series_Deltas_AddUp()
    {
        var series = new MetricSeries([]);
        series.Add(new MetricPoint(Second, 2), isDelta: true);
        series.Add(new MetricPoint(2 * Second, 3), isDelta: true);

        series.Last.Value.ShouldBe(5);
    }

    [Fact]
    public void Instrument_TooManyCombinations_AreNotKeptAndTold()
    {
        var store = new MetricStore(new TelemetryLimits { MaxDimensionCount = 2 });
        MetricData[] points = [.. Enumerable.Range(1, 3).Select(user => new MetricData([new("user", AnyValue.Of((long)user))], new MetricPoint(Second, 1), IsDelta: false, []))];

        var rejected = store.Add([new MetricExport(Order, TelemetryScope.None, "logins", "", "", InstrumentKind.Counter, points)]);

        rejected.ShouldBe(1);
        store.All().Single().HasOverflow.ShouldBeTrue();
    }

    [Fact]
    public void Resources_BeyondTheLimit_AreNotTaken()
    {
        var limits = new TelemetryLimits { MaxResourceCount = 1 };
        var registry = new ResourceRegistry(limits, TelemetryResource.IdOf);

        registry.Get([new("service.name", AnyValue.Of("a"))]).ShouldNotBeNull();
        registry.Get([new("service.name", AnyValue.Of("b"))]).ShouldBeNull();
        registry.Get([new("service.name", AnyValue.Of("a"))]).ShouldNotBeNull();
    }

    private static Span Span(ulong trace, ulong id, ulong parent = 0, string name = "") =>
        new() { Resource = Order, Scope = TelemetryScope.None, TraceId = new TraceId(0, trace), Id = new SpanId(id), ParentId = new SpanId(parent), Name = name };
}
