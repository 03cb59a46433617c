using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Instrumentation.AspNetCore;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Standins.Tests.Telemetry;

namespace Standins.Tests.OpenTelemetryAspNetCore;

public sealed class AspNetCoreInstrumentationTests
{
    private const string GrpcSwitch = "OTEL_DOTNET_EXPERIMENTAL_ASPNETCORE_ENABLE_GRPC_INSTRUMENTATION";

    /// <summary>The source is one for the process, so that each test knows its spans by a path of its own.</summary>
    private readonly string _root = $"/{Guid.NewGuid():n}";

    [Fact]
    public async Task Request_ToARoute_HasTheConventionsNamesAndAttributes()
    {
        using var spans = Collector();
        await using var server = await StartAsync(spans, map: app => app.MapGet($"{_root}/orders/{{id}}", (string id) => id));
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{_root}/orders/7?coupon=secret&plain&empty=");
        request.Headers.UserAgent.ParseAdd("shop/1");
        request.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

        using var response = await server.Client.SendAsync(request);

        var span = await spans.NextAsync();
        span.DisplayName.ShouldBe($"GET {_root}/orders/{{id}}");
        span.Kind.ShouldBe(ActivityKind.Server);
        span.TraceId.ToHexString().ShouldBe("0af7651916cd43dd8448eb211c80319c");
        span.Status.ShouldBe(ActivityStatusCode.Unset);
        Tags(span).ShouldBe(
            new Dictionary<string, object?>
            {
                ["http.request.method"] = "GET",
                ["http.response.status_code"] = 200,
                ["http.route"] = $"{_root}/orders/{{id}}",
                ["network.protocol.version"] = "1.1",
                ["server.address"] = "127.0.0.1",
                ["server.port"] = server.Address.Port,
                ["url.path"] = $"{_root}/orders/7",
                ["url.query"] = "?coupon=Redacted&plain&empty=Redacted",
                ["url.scheme"] = "http",
                ["user_agent.original"] = "shop/1",
            },
            ignoreOrder: true);
    }

    [Fact]
    public async Task Request_ToNoRouteWithAStrangeMethod_IsNamedHttp()
    {
        using var spans = Collector();
        await using var server = await StartAsync(spans, map: _ => { });
        using var request = new HttpRequestMessage(new("BREW"), _root);

        using var response = await server.Client.SendAsync(request);

        var span = await spans.NextAsync();
        span.DisplayName.ShouldBe("HTTP");
        span.GetTagItem("http.request.method").ShouldBe("_OTHER");
        span.GetTagItem("http.request.method_original").ShouldBe("BREW");
        span.GetTagItem("http.response.status_code").ShouldBe(404);
        span.Status.ShouldBe(ActivityStatusCode.Unset);
    }

    [Fact]
    public async Task Filter_ThatAnswersFalseOrThrows_LeavesTheRequestOut()
    {
        using var spans = Collector();
        await using var server = await StartAsync(
            spans,
            options => options.Filter = context => context.Request.Path.StartsWithSegments($"{_root}/bad")
                ? throw new InvalidOperationException("a mistake")
                : !context.Request.Path.StartsWithSegments($"{_root}/health"));

        foreach (var path in (string[])["health", "bad", "good"])
        {
            using var response = await server.Client.GetAsync($"{_root}/{path}");
            response.IsSuccessStatusCode.ShouldBeTrue();
        }

        (await spans.NextAsync()).GetTagItem("url.path").ShouldBe($"{_root}/good");
        spans.Spans.ShouldBeEmpty();
    }

    [Fact]
    public async Task Enrich_OnAnUnhandledException_RunsInItsOrderAndTheSpanTellsIt()
    {
        using var spans = Collector();
        var order = new List<string>();
        await using var server = await StartAsync(
            spans,
            options =>
            {
                options.RecordException = true;
                options.EnrichWithHttpRequest = (_, request) => Note("request", request.HttpContext);
                options.EnrichWithException = (_, exception) => order.Add(exception.Message);
                options.EnrichWithHttpResponse = (_, response) => Note("response", response.HttpContext);
            },
            app => app.Run(_ => throw new InvalidOperationException("no such luck")));

        using var response = await server.Client.GetAsync(_root);

        var span = await spans.NextAsync();
        order.ShouldBe(["request", "no such luck", "response"]);
        span.Status.ShouldBe(ActivityStatusCode.Error);
        span.GetTagItem("error.type").ShouldBe("System.InvalidOperationException");
        span.GetTagItem("http.response.status_code").ShouldBe(500);
        span.Events.Single().Name.ShouldBe("exception");

        void Note(string what, HttpContext context)
        {
            if (context.Request.Path.StartsWithSegments(_root))
            {
                order.Add(what);
            }
        }
    }

    [Fact]
    public async Task Enrich_ThatThrows_FailsNoRequest()
    {
        using var spans = Collector();
        await using var server = await StartAsync(
            spans,
            options => options.EnrichWithHttpRequest = (_, request) => throw new InvalidOperationException(request.Path));

        using var response = await server.Client.GetAsync(_root);

        response.IsSuccessStatusCode.ShouldBeTrue();
        (await spans.NextAsync()).GetTagItem("http.response.status_code").ShouldBe(200);
    }

    [Theory]
    [InlineData("0", ActivityStatusCode.Unset)]
    [InlineData("9", ActivityStatusCode.Error)]
    public async Task Grpc_WithTheSwitchOn_IsNamedByServiceAndMethod(string status, ActivityStatusCode expected)
    {
        using var spans = Collector();
        await using var server = await StartAsync(spans, map: app => app.Run(AnswerAsGrpc(status)), grpc: true);

        using var response = await server.Client.GetAsync(_root);

        var span = await spans.NextAsync();
        span.DisplayName.ShouldBe("shop.order.v1.OrderService/PlaceOrder");
        span.Status.ShouldBe(expected);
        var tags = Tags(span);
        tags["rpc.system"].ShouldBe("grpc");
        tags["rpc.service"].ShouldBe("shop.order.v1.OrderService");
        tags["rpc.method"].ShouldBe("PlaceOrder");
        tags["rpc.grpc.status_code"].ShouldBe(int.Parse(status, System.Globalization.CultureInfo.InvariantCulture));
        tags["client.address"].ShouldBe("127.0.0.1");
        tags.ShouldNotContainKey("grpc.method");
        tags.ShouldNotContainKey("grpc.status_code");
    }

    [Fact]
    public async Task Grpc_WithTheSwitchOff_StaysHttp()
    {
        using var spans = Collector();
        await using var server = await StartAsync(spans, map: app => app.Run(AnswerAsGrpc("0")));

        using var response = await server.Client.GetAsync(_root);

        var span = await spans.NextAsync();
        span.DisplayName.ShouldBe("GET");
        span.GetTagItem("grpc.method").ShouldBe("/shop.order.v1.OrderService/PlaceOrder");
    }

    [Fact]
    public async Task Baggage_OfTheCaller_IsThereInTheHandler()
    {
        using var spans = Collector();
        await using var server = await StartAsync(spans, map: app => app.Run(context => context.Response.WriteAsync(Baggage.GetBaggage("tenant") ?? "none")));
        using var request = new HttpRequestMessage(HttpMethod.Get, _root);
        request.Headers.Add("baggage", "tenant=acme");

        using var response = await server.Client.SendAsync(request);

        (await response.Content.ReadAsStringAsync()).ShouldBe("acme");
    }

    [Fact]
    public async Task Metrics_OfAServer_AreCollected()
    {
        using var metrics = new MetricCollector();
        await using var server = await LoopbackServer.StartAsync(
            builder => builder.Services.AddOpenTelemetry().WithMetrics(meters => meters
                .AddAspNetCoreInstrumentation()
                .AddReader(new BaseExportingMetricReader(metrics))),
            app => app.Run(context => context.Response.CompleteAsync()));

        using var response = await server.Client.GetAsync(_root);
        server.App.Services.GetRequiredService<MeterProvider>().ForceFlush().ShouldBeTrue();

        metrics.MetersByMetric["http.server.active_requests"].ShouldBe("Microsoft.AspNetCore.Hosting");
        metrics.MetersByMetric["kestrel.active_connections"].ShouldBe("Microsoft.AspNetCore.Server.Kestrel");
    }

    private SpanCollector Collector() => new(span => (span.GetTagItem("url.path") as string)?.StartsWith(_root, StringComparison.Ordinal) ?? false);

    private static Dictionary<string, object?> Tags(Activity span) => span.TagObjects.ToDictionary();

    /// <summary>Leaves the tags on the span that Grpc.AspNetCore leaves there.</summary>
    private static RequestDelegate AnswerAsGrpc(string status) => context =>
    {
        Activity.Current!.SetTag("grpc.method", "/shop.order.v1.OrderService/PlaceOrder");
        Activity.Current!.SetTag("grpc.status_code", status);
        return context.Response.CompleteAsync();
    };

    private static Task<LoopbackServer> StartAsync(
        SpanCollector spans, Action<AspNetCoreTraceInstrumentationOptions>? configure = null, Action<WebApplication>? map = null, bool grpc = false) =>
        LoopbackServer.StartAsync(
            builder =>
            {
                builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { [GrpcSwitch] = grpc.ToString() });
                builder.Services.AddOpenTelemetry().WithTracing(tracing => tracing.AddAspNetCoreInstrumentation(configure).AddProcessor(spans));
            },
            map ?? (app => app.Run(context => context.Response.CompleteAsync())));
}
