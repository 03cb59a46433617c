using System.Net;
using System.Text;
using Aspire.Dashboard.Telemetry.Metrics;
using Aspire.Dashboard.Telemetry.Traces;

namespace Standins.Tests.Aspire.Dashboard;

/// <summary>OTLP over HTTP in JSON, as exporters in browsers send it.</summary>
public sealed class OtlpJsonTests
{
    private const string Resource = """
        "resource":{"attributes":[{"key":"service.name","value":{"stringValue":"web"}}]}
        """;

    [Fact]
    public async Task Spans_AreStoredAsTheySay()
    {
        await using var dashboard = await TestDashboard.StartAsync();

        var (status, answer) = await PostAsync(dashboard, "/v1/traces", $$$$"""
            {"resourceSpans":[{ {{{{Resource}}}},"schemaUrl":"ignored","scopeSpans":[{"scope":{"name":"fetch","version":"2"},"spans":[{
              "traceId":"0102030405060708090A0b0c0d0e0f10","spanId":"0102030405060708","parentSpanId":"1112131415161718","name":"GET","kind":3,
              "startTimeUnixNano":"1700000000000000001","endTimeUnixNano":1700000000000000900,"droppedAttributesCount":0,
              "attributes":[{"key":"n","value":{"intValue":"-7"}},{"key":"d","value":{"doubleValue":0.5}},{"key":"b","value":{"boolValue":true}},
                {"key":"l","value":{"arrayValue":{"values":[{"stringValue":"x"},{"kvlistValue":{"values":[{"key":"k","value":{"bytesValue":"AQI="}}]}}]}}}],
              "events":[{"timeUnixNano":"5","name":"happened","attributes":[]}],"links":[{"traceId":"0102030405060708090a0b0c0d0e0f11","spanId":"0102030405060709"}],
              "status":{"code":2,"message":"broken"}}]}]}]}
            """);

        (status, answer).ShouldBe((HttpStatusCode.OK, "{}"));
        var span = dashboard.Telemetry.Traces.Spans(10, _ => true).Single();
        (span.Resource.Name, span.Scope.Name, span.Name, span.Kind).ShouldBe(("web", "fetch", "GET", SpanKind.Client));
        (span.TraceId.ToString(), span.Id.ToString(), span.ParentId.ToString()).ShouldBe(("0102030405060708090a0b0c0d0e0f10", "0102030405060708", "1112131415161718"));
        (span.Start, span.End).ShouldBe((1700000000000000001, 1700000000000000900));
        span.Attributes.Select(a => $"{a.Key}={a.Value}").ShouldBe(["n=-7", "d=0.5", "b=true", "l=[x, {k: AQI=}]"]);
        (span.Events.Single().Name, span.Links.Count, span.Status, span.StatusMessage).ShouldBe(("happened", 1, SpanStatus.Error, "broken"));
    }

    [Fact]
    public async Task Logs_AreStoredAsTheySay()
    {
        await using var dashboard = await TestDashboard.StartAsync();

        await PostAsync(dashboard, "/v1/logs", $$$$"""{"resourceLogs":[{ {{{{Resource}}}},"scopeLogs":[{"logRecords":[{"timeUnixNano":"9","severityNumber":17,"severityText":"Error","body":{"stringValue":"über"},"traceId":"0102030405060708090a0b0c0d0e0f10","spanId":null}]}]}]}""");

        var entry = dashboard.Telemetry.Logs.Query(0, 10, _ => true).Entries.Single();
        (entry.Message, entry.Severity, entry.Time, entry.TraceId.IsEmpty, entry.SpanId.IsEmpty).ShouldBe(("über", 17, 9L, false, true));
    }

    [Fact]
    public async Task Metrics_OfEveryKind_AreStored()
    {
        await using var dashboard = await TestDashboard.StartAsync();
        var now = $"{DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()}000000";

        var (_, answer) = await PostAsync(dashboard, "/v1/metrics", $$$$"""
            {"resourceMetrics":[{ {{{{Resource}}}},"scopeMetrics":[{"scope":{"name":"m"},"metrics":[
              {"name":"g","unit":"s","gauge":{"dataPoints":[{"timeUnixNano":"{{{{now}}}}","asDouble":1.5}]}},
              {"name":"c","sum":{"aggregationTemporality":2,"isMonotonic":true,"dataPoints":[{"timeUnixNano":"{{{{now}}}}","asInt":"-3"}]}},
              {"name":"h","histogram":{"aggregationTemporality":2,"dataPoints":[{"timeUnixNano":"{{{{now}}}}","count":"3","sum":4,"bucketCounts":["1","2"],"explicitBounds":[1],"max":"Infinity"}]}},
              {"name":"e","exponentialHistogram":{"aggregationTemporality":2,"dataPoints":[{"timeUnixNano":"{{{{now}}}}","count":3,"sum":4,"scale":-1,"positive":{"offset":-2,"bucketCounts":[1,2]}}]}},
              {"name":"s","summary":{"dataPoints":[{"timeUnixNano":"{{{{now}}}}","count":"1","sum":1,"quantileValues":[{"quantile":0.5,"value":2}]}]}}]}]}]}
            """);

        answer.ShouldBe("{}");
        dashboard.Telemetry.Metrics.All().Select(i => (i.Key.Name, i.Kind)).OrderBy(i => i.Name).ShouldBe(
            [("c", InstrumentKind.Counter), ("e", InstrumentKind.Histogram), ("g", InstrumentKind.Gauge), ("h", InstrumentKind.Histogram), ("s", InstrumentKind.Gauge)]);
    }

    [Theory]
    [InlineData("{", "The JSON cannot be read")]
    [InlineData("[]", "Expected was an object, not []")]
    [InlineData("""{"resourceSpans":7}""", "Expected was an object, not 7")]
    [InlineData("""{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"xyz"}]}]}]}""", "traceId cannot be \"xyz\"")]
    [InlineData("""{"resourceSpans":[{"scopeSpans":[{"spans":[{"kind":"SPAN_KIND_CLIENT"}]}]}]}""", "kind cannot be \"SPAN_KIND_CLIENT\"")]
    [InlineData("""{"resourceSpans":[{"scopeSpans":[{"spans":[{"name":{}}]}]}]}""", "name cannot be {}")]
    [InlineData("""{"resourceSpans":[{"scopeSpans":[{"spans":[{"endTimeUnixNano":"99999999999999999999999"}]}]}]}""", "endTimeUnixNano cannot be")]
    public async Task Malformed_IsRefusedWithWhatIsWrong(string json, string message)
    {
        await using var dashboard = await TestDashboard.StartAsync();

        var (status, answer) = await PostAsync(dashboard, "/v1/traces", json);

        status.ShouldBe(HttpStatusCode.BadRequest);
        using var refusal = System.Text.Json.JsonDocument.Parse(answer);
        refusal.RootElement.GetProperty("code").GetInt32().ShouldBe(3);
        refusal.RootElement.GetProperty("message").GetString()!.ShouldContain(message);
        dashboard.Telemetry.Traces.Count.Spans.ShouldBe(0);
    }

    [Fact]
    public async Task SpanWithoutIds_IsTold()
    {
        await using var dashboard = await TestDashboard.StartAsync();

        var (_, answer) = await PostAsync(dashboard, "/v1/traces", """{"resourceSpans":[{"scopeSpans":[{"spans":[{"name":"nobody"}]}]}]}""");

        answer.ShouldContain("\"rejectedSpans\":\"1\"");
    }

    [Fact]
    public async Task WithoutTheKey_IsUnauthorized()
    {
        await using var dashboard = await TestDashboard.StartAsync();

        (await PostAsync(dashboard, "/v1/logs", "{}", key: "another")).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private static async Task<(HttpStatusCode Status, string Body)> PostAsync(TestDashboard dashboard, string path, string json, string key = TestDashboard.OtlpKey)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(dashboard.Options.OtlpHttpUrl!, path)) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        request.Headers.Add("x-otlp-api-key", key);
        var answer = await client.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
