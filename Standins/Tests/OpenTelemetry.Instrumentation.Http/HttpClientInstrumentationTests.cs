using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Instrumentation.Http;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Standins.Tests.Telemetry;

namespace Standins.Tests.OpenTelemetryHttp;

public sealed class HttpClientInstrumentationTests
{
    private readonly string _path = $"/{Guid.NewGuid():n}";

    [Fact]
    public async Task Request_ThatFails_HasTheConventionsAttributes()
    {
        using var spans = Collector();
        using var provider = Start(spans);
        await using var server = await LoopbackServer.StartAsync(Answer(StatusCodes.Status404NotFound));
        using var client = new HttpClient { BaseAddress = server.Address };

        using var response = await client.GetAsync($"{_path}?token=secret");

        var span = await spans.NextAsync();
        span.DisplayName.ShouldBe("GET");
        span.Kind.ShouldBe(ActivityKind.Client);
        span.Status.ShouldBe(ActivityStatusCode.Error);
        span.GetTagItem("http.request.method").ShouldBe("GET");
        span.GetTagItem("http.response.status_code").ShouldBe(404);
        span.GetTagItem("server.address").ShouldBe("127.0.0.1");
        span.GetTagItem("server.port").ShouldBe(server.Address.Port);
        span.GetTagItem("error.type").ShouldBe("404");
        ((string)span.GetTagItem("url.full")!).ShouldNotContain("secret");
    }

    [Fact]
    public async Task Filter_ThatAnswersFalse_LeavesTheRequestOut()
    {
        using var spans = Collector();
        using var provider = Start(spans, options => options.FilterHttpRequestMessage = request =>
            !request.RequestUri!.AbsolutePath.StartsWith($"{_path}/left-out", StringComparison.Ordinal));
        await using var server = await LoopbackServer.StartAsync(Answer(StatusCodes.Status200OK));
        using var client = new HttpClient { BaseAddress = server.Address };

        using var leftOut = await client.GetAsync($"{_path}/left-out");
        using var kept = await client.GetAsync($"{_path}/kept");

        ((string)(await spans.NextAsync()).GetTagItem("url.full")!).ShouldEndWith("/kept");
        spans.Spans.ShouldBeEmpty();
    }

    [Fact]
    public async Task Enrich_RequestAndResponse_GetTheMessages()
    {
        using var spans = Collector();
        using var provider = Start(spans, options =>
        {
            options.EnrichWithHttpRequestMessage = (span, request) => span.SetTag("seen.version", request.Version.ToString());
            options.EnrichWithHttpResponseMessage = (span, response) => span.SetTag("seen.status", (int)response.StatusCode);
        });
        await using var server = await LoopbackServer.StartAsync(Answer(StatusCodes.Status202Accepted));
        using var client = new HttpClient { BaseAddress = server.Address };

        using var response = await client.GetAsync(_path);

        var span = await spans.NextAsync();
        span.GetTagItem("seen.version").ShouldBe("1.1");
        span.GetTagItem("seen.status").ShouldBe(202);
    }

    [Fact]
    public async Task RecordException_NobodyListening_IsAnEventAndEnriched()
    {
        using var spans = Collector();
        using var provider = Start(spans, options =>
        {
            options.RecordException = true;
            options.EnrichWithException = (span, exception) => span.SetTag("seen.exception", exception.GetType().Name);
        });
        Uri address;
        await using (var server = await LoopbackServer.StartAsync(Answer(StatusCodes.Status200OK)))
        {
            address = new(server.Address, _path);
        }

        using var client = new HttpClient();
        await Should.ThrowAsync<HttpRequestException>(() => client.GetAsync(address));

        var span = await spans.NextAsync();
        span.Status.ShouldBe(ActivityStatusCode.Error);
        span.GetTagItem("error.type").ShouldBe("connection_error");
        span.GetTagItem("seen.exception").ShouldBe("HttpRequestException");
        span.Events.Single().Name.ShouldBe("exception");
    }

    [Fact]
    public async Task TraceAndBaggage_OfTheCaller_AreSentAlong()
    {
        using var spans = Collector();
        using var provider = Start(spans);
        await using var server = await LoopbackServer.StartAsync(context =>
            context.Response.WriteAsync($"{context.Request.Headers.TraceParent}|{context.Request.Headers.Baggage}"));
        using var client = new HttpClient { BaseAddress = server.Address };

        Baggage.SetBaggage("tenant", "acme");
        var seen = await client.GetStringAsync(_path);

        var span = await spans.NextAsync();
        seen.ShouldBe($"00-{span.TraceId}-{span.SpanId}-01|tenant=acme");
    }

    [Fact]
    public async Task Metrics_OfTheClient_AreCollected()
    {
        using var metrics = new MetricCollector();
        using var provider = Sdk.CreateMeterProviderBuilder().AddHttpClientInstrumentation().AddReader(new BaseExportingMetricReader(metrics)).Build();
        await using var server = await LoopbackServer.StartAsync(Answer(StatusCodes.Status200OK));
        using var client = new HttpClient { BaseAddress = server.Address };

        using var response = await client.GetAsync(_path);
        provider.ForceFlush().ShouldBeTrue();

        metrics.MetersByMetric["http.client.request.duration"].ShouldBe("System.Net.Http");
    }

    private SpanCollector Collector() => new(span => span.GetTagItem("url.full") is string url && url.Contains(_path, StringComparison.Ordinal));

    private static TracerProvider Start(SpanCollector spans, Action<HttpClientTraceInstrumentationOptions>? configure = null) =>
        Sdk.CreateTracerProviderBuilder().AddHttpClientInstrumentation(configure).AddProcessor(spans).Build();

    private static RequestDelegate Answer(int status) => context =>
    {
        context.Response.StatusCode = status;
        return context.Response.CompleteAsync();
    };
}
