using System.Text.Json;
using Shop.Load.Running;
using Shop.Load.Smoke;
using Shop.Tests.Contract;

namespace Shop.Tests.Interop;

/// <summary>The services, unchanged, send their telemetry to a receiver that nobody here wrote, while somebody buys something.</summary>
public sealed class OtlpInteropTests : IAsyncLifetime, IDisposable
{
    private const int Cumulative = 2;
    private static readonly TimeSpan OrderLimit = TimeSpan.FromMinutes(1);
    private static readonly string[] Sellers = ["cart", "catalog", "gateway", "inventory", "order", "payment"];
    private readonly string _dataRoot = Directory.CreateTempSubdirectory("shop-otlp-").FullName;

    public Task InitializeAsync() => NodePackages.InstallAsync();

    [Fact]
    public async Task Shop_ReceiverOfSomebodyElse_GetsTheOrdersTraceItsLogsAndEveryMetricAsRegistered()
    {
        using var receiver = await OtlpReceiverProcess.StartAsync();
        await BuyAsync(receiver.Address);
        using var received = await receiver.EndAsync();
        var telemetry = new OtlpTelemetry(received.RootElement);

        telemetry.Spans.Concat(telemetry.Logs).Concat(telemetry.Metrics).ShouldAllBe(item => IsNamed(item));
        telemetry.Spans.ShouldAllBe(span => IsWhole(span));
        telemetry.Spans.Select(span => (span["traceId"], span["spanId"])).ShouldBeUnique();
        telemetry.Spans.ShouldNotContain(span => span["name"].Contains("Health", StringComparison.Ordinal) || span["name"] == "ping");
        ShouldBeOnePicture(telemetry);
        ShouldBeAsRegistered(telemetry.Metrics);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => Directory.Delete(_dataRoot, recursive: true);

    // Stopped, every service sends what it still has.
    private async Task BuyAsync(string endpoint)
    {
        var environment = new Dictionary<string, string> { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = endpoint, ["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = endpoint };
        using var shop = AppHostProcess.Start(_dataRoot, environment, log: null);
        await shop.WaitHealthyAsync(CancellationToken.None);
        var output = new StringWriter();
        (await SmokeRun.ExecuteAsync(shop.Endpoint("gateway", "http"), OrderLimit, output, CancellationToken.None)).ShouldBe(0, output.ToString());
        await shop.StopAsync();
    }

    private static bool IsNamed(OtlpItem item) => item.Service.Length > 0 && item.Resource.ContainsKey("service.instance.id") && item.Resource["telemetry.sdk.language"] == "dotnet";

    private static bool IsWhole(OtlpItem span) =>
        span["traceId"].Length == 32 && span["spanId"].Length == 16 && span["parentSpanId"].Length is 0 or 16 && span["name"].Length > 0
        && OtlpTelemetry.Number(span.Json, "kind") is >= 1 and <= 5
        && OtlpTelemetry.Number(span.Json, "startTimeUnixNano") is > 0 and var start && start <= OtlpTelemetry.Number(span.Json, "endTimeUnixNano");

    // From the gateway to the databases and through the messages: one trace, no span of it without its parent.
    private static void ShouldBeOnePicture(OtlpTelemetry telemetry)
    {
        var root = telemetry.Spans.Single(span => span.Service == "gateway" && span["name"].EndsWith("OrderService/PlaceOrder", StringComparison.Ordinal) && span["parentSpanId"].Length == 0);
        var trace = telemetry.Spans.Where(span => span["traceId"] == root["traceId"]).ToArray();
        var ids = trace.Select(span => span["spanId"]).ToHashSet();
        trace.Where(span => span != root).ShouldAllBe(span => ids.Contains(span["parentSpanId"]));
        trace.Select(span => span.Service).Distinct().Order(StringComparer.Ordinal).ShouldBe(Sellers);
        foreach (var (service, name) in (ReadOnlySpan<(string, string)>)[("order", "place order"), ("inventory", "reserve"), ("payment", "want authorization"), ("order", "publish "), ("payment", "process "), ("cart", "EVAL")])
        {
            trace.ShouldContain(span => span.Service == service && span["name"].StartsWith(name, StringComparison.Ordinal), name);
        }

        var databases = trace.Select(span => OtlpTelemetry.Attributes(span.Json).GetValueOrDefault("db.namespace")).OfType<string>().Distinct().ToArray();
        databases.ShouldBeSubsetOf(["catalogdb", "inventorydb", "orderdb", "paymentdb"]);
        databases.ShouldContain("inventorydb");
        telemetry.Logs.Where(log => log["traceId"] == root["traceId"]).ShouldContain(log => ids.Contains(log["spanId"]) && log["severityText"] == "Information");
    }

    // docs/metrics.json against what came: name, meter, kind, unit and attributes; and what came is valid.
    private static void ShouldBeAsRegistered(IReadOnlyList<OtlpItem> metrics)
    {
        using var registry = JsonDocument.Parse(File.ReadAllText(Path.Combine(ProtoSources.Folder, "..", "docs", "metrics.json")));
        var known = registry.RootElement.GetProperty("metrics").EnumerateArray().ToDictionary(metric => metric.GetProperty("name").GetString()!);
        var own = metrics.Where(metric => metric.Scope.StartsWith("Shop.", StringComparison.Ordinal)).ToArray();
        own.Select(metric => metric["name"]).Distinct().ShouldBeSubsetOf(known.Keys);
        own.Select(metric => metric["name"]).ShouldContain("shop.order.entered");
        own.Select(metric => metric["name"]).ShouldContain("shop.inventory.reservations");
        foreach (var metric in own)
        {
            var entry = known[metric["name"]];
            var (kind, data) = DataOf(metric.Json);
            (metric.Scope, metric["unit"], kind).ShouldBe((entry.GetProperty("meter").GetString()!, entry.GetProperty("unit").GetString()!, entry.GetProperty("kind").GetString()!), metric["name"]);
            var allowed = entry.GetProperty("attributes").EnumerateArray().Select(attribute => attribute.GetString()!).ToArray();
            foreach (var point in data.GetProperty("dataPoints").EnumerateArray())
            {
                OtlpTelemetry.Attributes(point).Keys.ShouldBeSubsetOf(allowed, metric["name"]);
                OtlpTelemetry.Number(point, "startTimeUnixNano").ShouldBeLessThanOrEqualTo(OtlpTelemetry.Number(point, "timeUnixNano"));
                BucketsShouldAddUp(point);
            }
        }
    }

    private static (string Kind, JsonElement Data) DataOf(JsonElement metric)
    {
        if (metric.TryGetProperty("gauge", out var gauge))
        {
            return ("ObservableGauge", gauge);
        }

        var isHistogram = metric.TryGetProperty("histogram", out var data);
        data = isHistogram ? data : metric.GetProperty("sum");
        OtlpTelemetry.Number(data, "aggregationTemporality").ShouldBe(Cumulative);
        return (isHistogram ? "Histogram" : data.GetProperty("isMonotonic").GetBoolean() ? "Counter" : "UpDownCounter", data);
    }

    private static void BucketsShouldAddUp(JsonElement point)
    {
        if (point.TryGetProperty("bucketCounts", out var counts))
        {
            counts.GetArrayLength().ShouldBe(point.GetProperty("explicitBounds").GetArrayLength() + 1);
            counts.EnumerateArray().Sum(count => long.Parse(count.ToString(), System.Globalization.CultureInfo.InvariantCulture)).ShouldBe(OtlpTelemetry.Number(point, "count"));
        }
    }
}
