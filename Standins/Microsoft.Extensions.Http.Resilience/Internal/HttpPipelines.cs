using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Registry;
using Polly.Telemetry;

namespace Microsoft.Extensions.Http.Resilience.Internal;

/// <summary>Keeps the pipelines of all clients, so that the state of a breaker outlives the handlers, which are made anew every few minutes.</summary>
internal sealed class HttpPipelines : IAsyncDisposable, IDisposable
{
    private readonly IServiceProvider _services;
    private readonly IOptionsMonitor<HttpPipelineOptions> _options;
    private readonly ResiliencePipelineRegistry<HttpKey> _registry;
    private readonly ConcurrentDictionary<string, Func<HttpRequestMessage, string>> _selectors = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Type, object> _monitors = new();

    public HttpPipelines(IServiceProvider services, IOptionsMonitor<HttpPipelineOptions> options, PollyTelemetryListener telemetry)
    {
        _services = services;
        _options = options;
        var time = services.GetService<TimeProvider>();
        _registry = new(new ResiliencePipelineRegistryOptions<HttpKey>
        {
            BuilderFactory = () => new ResiliencePipelineBuilder
            {
                TelemetryListener = telemetry,
                TimeProvider = time,
            },
            BuilderNameFormatter = key => key.Name,
            InstanceNameFormatter = key => key.InstanceName,
        });
    }

    /// <summary>
    /// To be called when a client is made. The first request may come when the container is already being disposed,
    /// as the last batch of an exporter does: the pipeline must be built without it then.
    /// </summary>
    public void Prepare(string name)
    {
        SelectorOf(name);
        _options.Get(name).Prepare?.Invoke(this);
    }

    public ResiliencePipeline<HttpResponseMessage> PipelineFor(string name, HttpRequestMessage request) =>
        _registry.GetOrAddPipeline<HttpResponseMessage>(new(name, SelectorOf(name)(request)), Build);

    public IOptionsMonitor<TOptions> MonitorOf<TOptions>() =>
        (IOptionsMonitor<TOptions>)_monitors.GetOrAdd(typeof(TOptions), _ => _services.GetRequiredService<IOptionsMonitor<TOptions>>());

    public void Dispose() => _registry.Dispose();

    public ValueTask DisposeAsync() => _registry.DisposeAsync();

    private void Build(ResiliencePipelineBuilder<HttpResponseMessage> builder, ConfigureBuilderContext<HttpKey> context) =>
        _options.Get(context.PipelineKey.Name).Configure?.Invoke(builder, new(_services, this, context));

    private Func<HttpRequestMessage, string> SelectorOf(string name) =>
        _selectors.GetOrAdd(name, static (name, self) => self.CreateSelector(name), this);

    private Func<HttpRequestMessage, string> CreateSelector(string name) =>
        _options.Get(name).SelectorFactory?.Invoke(_services) ?? (static _ => "");
}
