using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.Extensions.Http.Resilience;
using Polly;

namespace Standins.Tests.HttpResilience;

public sealed class ResilienceHandlerTests
{
    [Fact]
    public async Task AddResilienceHandler_WithStrategiesOfOnesOwn_RunsThem()
    {
        await using var server = await ScriptedServer.StartAsync(404, 200);
        var services = new ServiceCollection();
        services.AddHttpClient("catalog").AddResilienceHandler("patient", (pipeline, context) =>
        {
            context.BuilderName.ShouldBe("catalog-patient");
            context.ServiceProvider.GetService<IHttpClientFactory>().ShouldNotBeNull();
            pipeline.AddRetry(new HttpRetryStrategyOptions
            {
                Delay = TimeSpan.Zero,
                ShouldHandle = arguments => new(arguments.Outcome.Result?.StatusCode == HttpStatusCode.NotFound),
            });
        });
        await using var provider = services.BuildServiceProvider();

        using var response = await provider.GetRequiredService<IHttpClientFactory>().CreateClient("catalog").GetAsync(server.Address);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        server.Requests.ShouldBe(2);
    }

    [Fact]
    public async Task Send_WithAContextOfTheCaller_UsesAndKeepsIt()
    {
        await using var server = await ScriptedServer.StartAsync(200);
        ResilienceContext? seen = null;
        var pipeline = new ResiliencePipelineBuilder<HttpResponseMessage>()
            .AddRetry(new HttpRetryStrategyOptions
            {
                ShouldHandle = arguments =>
                {
                    seen = arguments.Context;
                    return new(false);
                },
            })
            .Build();
        using var client = new HttpClient(new ResilienceHandler(pipeline) { InnerHandler = new SocketsHttpHandler() });
        var context = ResilienceContextPool.Shared.Get("get catalog");
        using var request = new HttpRequestMessage(HttpMethod.Get, server.Address);
        request.SetResilienceContext(context);

        using var response = await client.SendAsync(request);

        seen.ShouldBeSameAs(context);
        request.GetResilienceContext().ShouldBeSameAs(context);
        ResilienceContextPool.Shared.Return(context);
    }

    [Fact]
    public async Task Send_WithoutAContext_LeavesNoneOnTheRequest()
    {
        await using var server = await ScriptedServer.StartAsync(200);
        using var client = new HttpClient(new ResilienceHandler(_ => ResiliencePipeline<HttpResponseMessage>.Empty) { InnerHandler = new SocketsHttpHandler() });
        using var request = new HttpRequestMessage(HttpMethod.Get, server.Address);

        using var response = await client.SendAsync(request);

        request.GetResilienceContext().ShouldBeNull();
    }

    [Fact]
    public async Task Send_Synchronously_IsRetriedToo()
    {
        await using var server = await ScriptedServer.StartAsync(503, 200);
        var pipeline = new ResiliencePipelineBuilder<HttpResponseMessage>().AddRetry(new HttpRetryStrategyOptions { Delay = TimeSpan.Zero }).Build();
        using var client = new HttpClient(new ResilienceHandler(pipeline) { InnerHandler = new SocketsHttpHandler() });

        using var response = await Task.Run(() => client.Send(new(HttpMethod.Get, server.Address)));

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Send_ARetry_IsInTheMetrics()
    {
        await using var server = await ScriptedServer.StartAsync(503, 200);
        var services = new ServiceCollection();
        services.AddHttpClient("catalog").AddStandardResilienceHandler(options => options.Retry.Delay = TimeSpan.Zero);
        await using var provider = services.BuildServiceProvider();
        var events = new ConcurrentQueue<string>();
        using var listener = ListenTo(provider.GetRequiredService<IMeterFactory>(), events);

        using var response = await provider.GetRequiredService<IHttpClientFactory>().CreateClient("catalog").GetAsync(server.Address);

        events.ShouldContain("resilience.polly.strategy.events OnRetry catalog-standard Standard-Retry");
        events.Count(one => one.StartsWith("resilience.polly.strategy.attempt.duration", StringComparison.Ordinal)).ShouldBe(2);
        events.Count(one => one.StartsWith("resilience.polly.pipeline.duration", StringComparison.Ordinal)).ShouldBe(1);
    }

    private static MeterListener ListenTo(IMeterFactory factory, ConcurrentQueue<string> events)
    {
        var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Meter.Name == "Polly" && instrument.Meter.Scope == factory)
            {
                listening.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<int>((instrument, _, tags, _) => events.Enqueue(Describe(instrument, tags)));
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => events.Enqueue(Describe(instrument, tags)));
        listener.Start();
        return listener;
    }

    private static string Describe(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var values = tags.ToArray().ToDictionary();
        return $"{instrument.Name} {values.GetValueOrDefault("event.name")} {values.GetValueOrDefault("pipeline.name")} {values.GetValueOrDefault("strategy.name")}";
    }
}
