using System.Diagnostics;
using System.Diagnostics.Metrics;
using Aspire.Dashboard.Queries;
using Aspire.Dashboard.Telemetry.Metrics;
using Aspire.Dashboard.Telemetry.Traces;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using SpanKind = Aspire.Dashboard.Telemetry.Traces.SpanKind;

namespace Standins.Tests.Aspire.Dashboard;

/// <summary>What OpenTelemetry's own exporter sends is what is stored.</summary>
public sealed class OtlpIntakeTests
{
    private static readonly ResourceBuilder Service = ResourceBuilder.CreateDefault().AddService("order", serviceInstanceId: "abc");

    [Theory]
    [InlineData(OtlpExportProtocol.Grpc)]
    [InlineData(OtlpExportProtocol.HttpProtobuf)]
    public async Task Spans_OfTheRealExporter_AreStored(OtlpExportProtocol protocol)
    {
        await using var dashboard = await TestDashboard.StartAsync();
        using var source = new ActivitySource($"test.{Guid.NewGuid():n}", "1.2");
        var before = DateTime.UtcNow;
        ActivityTraceId trace;
        using (var provider = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(Service).AddSource(source.Name).AddOtlpExporter(o => Configure(o, dashboard, protocol, "traces")).Build())
        {
            using var parent = source.StartActivity("parent", ActivityKind.Server)!;
            using var child = source.StartActivity("child", ActivityKind.Client, default(ActivityContext), tags: [new("text", "a\u00fc"), new("number", 7L), new("share", .5), new("list", new[] { "x", "y" })], links: [new(parent.Context)])!;
            child.AddEvent(new ActivityEvent("happened", tags: new ActivityTagsCollection { ["why"] = "because" }));
            child.SetStatus(ActivityStatusCode.Error, "it broke");
            trace = child.TraceId;
        }

        await dashboard.WhenAsync(telemetry => telemetry.Traces.Count.Spans == 2);

        var span = dashboard.Telemetry.Traces.Spans(10, _ => true).Single(s => s.Name == "child");
        span.TraceId.ToString().ShouldBe(trace.ToHexString());
        span.Resource.Name.ShouldBe("order");
        span.Resource.Id.ShouldBe("order-abc");
        span.Scope.Name.ShouldBe(source.Name);
        span.Kind.ShouldBe(SpanKind.Client);
        (span.Status, span.StatusMessage).ShouldBe((SpanStatus.Error, "it broke"));
        span.Attributes.Select(a => $"{a.Key}={a.Value}").ShouldBe(["text=a\u00fc", "number=7", "share=0.5", "list=[x, y]"]);
        span.Events.Single().Attributes.Single().Value.ToString().ShouldBe("because");
        span.Links.Count.ShouldBe(1);
        span.Start.ShouldBeGreaterThanOrEqualTo(new DateTimeOffset(before).ToUnixTimeMilliseconds() * 1_000_000);
        span.End.ShouldBeGreaterThanOrEqualTo(span.Start);
    }

    [Fact]
    public async Task Logs_OfTheRealExporter_AreStored()
    {
        await using var dashboard = await TestDashboard.StartAsync();
        using (var factory = LoggerFactory.Create(logging => logging.AddOpenTelemetry(options =>
        {
            options.SetResourceBuilder(Service);
            options.IncludeFormattedMessage = true;
            options.AddOtlpExporter(o => Configure(o, dashboard, OtlpExportProtocol.Grpc, "logs"));
        })))
        {
#pragma warning disable CA1848, CA1873 // Not the logging is measured here.
            factory.CreateLogger("Shop.Order").LogError(new InvalidOperationException("too little"), "Order {OrderId} failed", "S-1");
#pragma warning restore CA1848, CA1873
        }

        await dashboard.WhenAsync(telemetry => telemetry.Logs.Query(0, 1, _ => true).Entries.Count == 1);

        var entry = dashboard.Telemetry.Logs.Query(0, 1, _ => true).Entries.Single();
        entry.Message.ShouldBe("Order S-1 failed");
        entry.Level.ShouldBe(LogLevel.Error);
        entry.Scope.Name.ShouldBe("Shop.Order");
        entry.Attributes.ShouldContain(a => a.Key == "OrderId" && a.Value.ToString() == "S-1");
        entry.Attributes.ShouldContain(a => a.Key == "exception.type");
    }

    [Fact]
    public async Task Metrics_OfTheRealExporter_AreStoredWithExemplars()
    {
        await using var dashboard = await TestDashboard.StartAsync();
        using var meter = new Meter($"test.{Guid.NewGuid():n}");
        using var source = new ActivitySource(meter.Name);
        using var listener = new ActivityListener { ShouldListenTo = s => s == source, Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded };
        ActivitySource.AddActivityListener(listener);
        var counter = meter.CreateCounter<long>("orders", "{order}", "Orders.");
        var histogram = meter.CreateHistogram("duration", "s", "How long.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [.1, 1] });
        using (Sdk.CreateMeterProviderBuilder().SetResourceBuilder(Service).AddMeter(meter.Name).SetExemplarFilter(ExemplarFilterType.TraceBased).AddOtlpExporter(o => Configure(o, dashboard, OtlpExportProtocol.Grpc, "metrics")).Build())
        {
            using var span = source.StartActivity("measured");
            counter.Add(3, new KeyValuePair<string, object?>("state", "placed"));
            histogram.Record(.05);
            histogram.Record(.5);
        }

        await dashboard.WhenAsync(telemetry => telemetry.Metrics.All().Count == 2);

        var orders = dashboard.Telemetry.Metrics.All().Single(i => i.Key.Name == "orders");
        (orders.Kind, orders.Unit, orders.Description).ShouldBe((InstrumentKind.Counter, "{order}", "Orders."));
        orders.Series.Single().Last.Value.ShouldBe(3);
        var durations = dashboard.Telemetry.Metrics.All().Single(i => i.Key.Name == "duration");
        durations.Series.Single().Last.Histogram!.Counts.ShouldBe([1UL, 1UL, 0UL]);
        durations.Exemplars.ShouldNotBeEmpty();
        dashboard.Telemetry.Metrics.Chart(new ChartQuery { Instrument = "orders", Show = "count" }, new SteppedNow(DateTimeOffset.UtcNow.AddSeconds(10)))!
            .Lines.Single().Values.Sum().ShouldBe(3);
    }

    private static void Configure(OtlpExporterOptions options, TestDashboard dashboard, OtlpExportProtocol protocol, string signal)
    {
        options.Protocol = protocol;
        options.Endpoint = protocol == OtlpExportProtocol.Grpc ? dashboard.Options.OtlpGrpcUrl! : new Uri(dashboard.Options.OtlpHttpUrl!, $"/v1/{signal}");
        options.Headers = $"x-otlp-api-key={TestDashboard.OtlpKey}";
    }
}
