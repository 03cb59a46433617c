using Aspire.Dashboard.Queries;
using Aspire.Dashboard.Telemetry;
using Aspire.Dashboard.Telemetry.Metrics;

namespace Standins.Tests.Aspire.Dashboard;

public sealed class ChartTests
{
    private const long Second = 1_000_000_000;

    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(10_000);

    private readonly MetricStore _store = new(new TelemetryLimits());

    [Fact]
    public void Counter_AsRate_IsTheGrowthASecond()
    {
        Measure("orders", InstrumentKind.Counter, "order", second => new MetricPoint(second * Second, (second - 9_000) * 5));

        var line = Chart(new ChartQuery { Instrument = "orders", Duration = 60 }).Lines.Single();

        line.Values.Count.ShouldBe(60);
        line.Values.ShouldAllBe(value => value == 5);
    }

    [Fact]
    public void Counter_ProcessBeganAnew_IsNotNegative()
    {
        Measure("orders", InstrumentKind.Counter, "order", second => new MetricPoint(second * Second, second < 9_970 ? second : second - 9_970));

        Chart(new ChartQuery { Instrument = "orders", Duration = 60 }).Lines.Single().Values.ShouldAllBe(value => value == 1 || value == 0);
    }

    [Fact]
    public void Gauge_OfAProcessThatIsGone_Ends()
    {
        Measure("open", InstrumentKind.Gauge, "order", second => new MetricPoint(second * Second, 3), until: 9_960);

        var values = Chart(new ChartQuery { Instrument = "open", Duration = 60 }).Lines.Single().Values;

        values[0].ShouldBe(3);
        values[^1].ShouldBeNull();
    }

    [Fact]
    public void Gauge_OfTwoProcesses_AddsUpOrStandsApart()
    {
        Measure("open", InstrumentKind.Gauge, "a", second => new MetricPoint(second * Second, 3));
        Measure("open", InstrumentKind.Gauge, "b", second => new MetricPoint(second * Second, 4));

        Chart(new ChartQuery { Instrument = "open" }).Lines.Single().Values[^1].ShouldBe(7);
        Chart(new ChartQuery { Instrument = "open", GroupBy = "resource" }).Lines.Select(line => line.Name).ShouldBe(["a", "b"]);
        Chart(new ChartQuery { Instrument = "open", Resource = "b" }).Lines.Single().Values[^1].ShouldBe(4);
    }

    [Fact]
    public void Histogram_Percentiles_AreOfWhatCameInEachStep()
    {
        Measure("duration", InstrumentKind.Histogram, "order", second =>
            new MetricPoint(second * Second, 0, new HistogramValue((ulong)second * 100, second, [.1, .2], [(ulong)second * 90, (ulong)second * 10, 0], Max: null)));

        var lines = Chart(new ChartQuery { Instrument = "duration", Duration = 60 }).Lines;

        lines.Select(line => line.Name).ShouldBe(["P50", "P90", "P99"]);
        lines[0].Values[^1]!.Value.ShouldBe(.1 * 50 / 90, 1e-9);
        lines[2].Values[^1]!.Value.ShouldBe(.19, 1e-9);
    }

    [Fact]
    public void Exemplars_OfManyRequests_AreSparseAndHoldTheSlowest()
    {
        var owner = new TelemetryResource("order", "", "order", []);
        for (var number = 1; number <= 5_000; number++)
        {
            // One in a while is slow; the first of all is slowest.
            var value = number == 1 ? 9 : number % 100 == 0 ? 1 : .01;
            var at = (9_900 * Second) + (number * Second / 60);
            var exemplar = new Exemplar(at, value, new TraceId(1, (ulong)number), new SpanId((ulong)number));
            _store.Add([new MetricExport(owner, TelemetryScope.None, "duration", "s", "", InstrumentKind.Histogram, [new MetricData([], new MetricPoint(at, 0, new HistogramValue((ulong)number, number, [.1], [(ulong)number, 0], Max: null)), IsDelta: false, [exemplar])])]);
        }

        var exemplars = Chart(new ChartQuery { Instrument = "duration", Duration = 120 }).Exemplars;

        exemplars.Count.ShouldBeLessThanOrEqualTo(60);
        exemplars[0].Value.ShouldBe(9);
        exemplars.Count(exemplar => exemplar.Value >= 1).ShouldBeGreaterThan(10);
    }

    [Fact]
    public void Dimension_OfSeveralValues_IsAnyOfThem()
    {
        foreach (var state in (string[])["Confirmed", "Cancelled", "Shipped"])
        {
            _store.Add([new MetricExport(new TelemetryResource("order", "", "order", []), TelemetryScope.None, "open", "", "", InstrumentKind.Gauge, [new MetricData([new TelemetryAttribute("state", AnyValue.Of(state))], new MetricPoint(9_999 * Second, 1), IsDelta: false, [])])]);
        }

        Chart(new ChartQuery { Instrument = "open", Conditions = [new Condition("state", "in", "Confirmed\nShipped")] }).Lines.Single().Values[^1].ShouldBe(2);
    }

    [Fact]
    public void Percentile_BeyondTheLastBound_ReachesForTheGreatestValue()
    {
        new HistogramValue(10, 50, [1], [0, 10], Max: 9).Percentile(.5).ShouldBe(5);
        new HistogramValue(10, 50, [1], [0, 10], Max: null).Percentile(.5).ShouldBe(1);
        new HistogramValue(0, 0, [1], [0, 0], Max: null).Percentile(.5).ShouldBeNull();
    }

    private Chart Chart(ChartQuery query) => _store.Chart(query, new SteppedNow(Now))!;

    private void Measure(string name, InstrumentKind kind, string resource, Func<long, MetricPoint> at, long until = 10_000)
    {
        var owner = new TelemetryResource(resource, "", resource, []);
        for (var second = 9_900L; second <= until; second++)
        {
            _store.Add([new MetricExport(owner, TelemetryScope.None, name, "", "", kind, [new MetricData([], at(second), IsDelta: false, [])])]);
        }
    }
}
