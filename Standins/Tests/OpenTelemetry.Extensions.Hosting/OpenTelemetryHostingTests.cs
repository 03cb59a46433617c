using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Standins.Tests.Telemetry;

public sealed class OpenTelemetryHostingTests
{
    [Fact]
    public async Task AddOpenTelemetry_AServiceThatWasAddedBefore_IsTracedFromItsStart()
    {
        var source = NewSource();
        using var collector = new SpanCollector(_ => true);
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddHostedService(_ => new StartTracing(source));
        builder.Services.AddOpenTelemetry().WithTracing(tracing => tracing.AddSource(source.Name).AddProcessor(collector));
        using var host = builder.Build();

        await host.StartAsync().WaitAsync(LoopbackServer.Patience);

        (await collector.NextAsync()).DisplayName.ShouldBe("start");
        await host.StopAsync().WaitAsync(LoopbackServer.Patience);
    }

    [Fact]
    public void AddOpenTelemetry_SeveralTimes_OneProviderASignal()
    {
        var source = NewSource();
        using var collector = new SpanCollector(_ => true);
        var services = new ServiceCollection();
        services.AddOpenTelemetry().WithTracing(tracing => tracing.AddSource(source.Name));
        services.AddOpenTelemetry().WithTracing(tracing => tracing.AddProcessor(collector)).WithMetrics().WithLogging();
        using var provider = services.BuildServiceProvider();

        provider.GetServices<TracerProvider>().Count().ShouldBe(1);
        provider.GetServices<MeterProvider>().Count().ShouldBe(1);
        provider.GetServices<LoggerProvider>().Count().ShouldBe(1);
        services.Count(service => service.ServiceType == typeof(IHostedService)).ShouldBe(1);
        source.StartActivity("one")!.Dispose();
        collector.Spans.Count.ShouldBe(1);
    }

    [Fact]
    public void ConfigureResource_OnTheBuilder_HoldsForEverySignal()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("inventory"))
            .WithTracing()
            .WithMetrics();
        using var host = builder.Build();

        BaseProvider[] providers = [host.Services.GetRequiredService<TracerProvider>(), host.Services.GetRequiredService<MeterProvider>()];

        providers.ShouldAllBe(provider => provider.GetResource().Attributes.Contains(new("service.name", "inventory")));
    }

    [Fact]
    public async Task StartAsync_AProviderThatCannotBeMade_FailsTheHost()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddOpenTelemetry().WithTracing(tracing => tracing.AddInstrumentation<object>(_ => throw new InvalidOperationException("no")));
        using var host = builder.Build();

        (await Should.ThrowAsync<InvalidOperationException>(() => host.StartAsync())).Message.ShouldBe("no");
    }

    private static ActivitySource NewSource() => new($"test.{Guid.NewGuid():n}");

    private sealed class StartTracing(ActivitySource source) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            source.StartActivity("start")?.Dispose();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
