using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Shop.Tests.Browser;

/// <summary>Spans of five services, thousands a second, sent by OpenTelemetry's own exporter: traces of 20 spans, with attributes as real ones have.</summary>
internal sealed class SpanBurst : IAsyncDisposable
{
    private const int SpansOfATrace = 20;
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(20);
    private static readonly string[] Services = ["burst-web", "burst-cart", "burst-order", "burst-stock", "burst-mail"];

    private readonly ActivitySource[] _sources = [.. Services.Select(service => new ActivitySource(service))];
    private readonly TracerProvider[] _providers;
    private readonly CancellationTokenSource _ended = new();
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly Task _run;
    private long _sent;

    public SpanBurst(Uri endpoint, string key, int perSecond)
    {
        _providers = [.. Services.Select(service => Sdk.CreateTracerProviderBuilder()
            .ConfigureResource(resource => resource.AddService(service, serviceInstanceId: "1"))
            .AddSource(service)
            .AddOtlpExporter(options =>
            {
                (options.Endpoint, options.Protocol, options.Headers) = (endpoint, OtlpExportProtocol.Grpc, $"x-otlp-api-key={key}");
                (options.BatchExportProcessorOptions.MaxQueueSize, options.BatchExportProcessorOptions.MaxExportBatchSize, options.BatchExportProcessorOptions.ScheduledDelayMilliseconds) = (100_000, 2_000, 200);
            })
            .Build())];
        _run = Task.Run(() => RunAsync(perSecond));
    }

    /// <summary>Spans until now.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    public double PerSecond => Sent / _watch.Elapsed.TotalSeconds;

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _run;
        Array.ForEach(_providers, provider => provider.Dispose());
        Array.ForEach(_sources, source => source.Dispose());
        _ended.Dispose();
    }

    private async Task RunAsync(int perSecond)
    {
        using var beat = new PeriodicTimer(Beat);
        while (!_ended.IsCancellationRequested)
        {
            while (_sent < perSecond * _watch.Elapsed.TotalSeconds)
            {
                Trace();
            }

            await beat.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private void Trace()
    {
        using var root = _sources[0].StartActivity("POST /checkout", ActivityKind.Server, parentContext: default);
        for (var i = 1; i < SpansOfATrace; i++)
        {
            using var span = _sources[i % _sources.Length].StartActivity($"step {i}", ActivityKind.Client);
            span?.SetTag("db.system.name", "postgresql").SetTag("db.query.text", "SELECT something FROM somewhere WHERE id = $1").SetTag("burst.number", i);
        }

        Interlocked.Add(ref _sent, SpansOfATrace);
    }
}
