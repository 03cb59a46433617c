using OpenTelemetry;
using OpenTelemetry.Metrics;
using Standins.Tests.Telemetry;

namespace Standins.Tests.OpenTelemetryRuntime;

public sealed class RuntimeInstrumentationTests
{
    [Fact]
    public void AddRuntimeInstrumentation_Always_CollectsTheRuntimesMeter()
    {
        using var collector = new MetricCollector();
        using var provider = Sdk.CreateMeterProviderBuilder()
            .AddRuntimeInstrumentation()
            .AddReader(new BaseExportingMetricReader(collector))
            .Build();

        provider.ForceFlush().ShouldBeTrue();

        collector.MetersByMetric["dotnet.gc.collections"].ShouldBe("System.Runtime");
        collector.MetersByMetric.ShouldContainKey("dotnet.thread_pool.thread.count");
        collector.MetersByMetric.ShouldContainKey("dotnet.process.cpu.time");
    }
}
