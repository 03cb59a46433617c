using Microsoft.Extensions.Http.Resilience.Internal;
using Polly.Registry;

namespace Microsoft.Extensions.Http.Resilience;

/// <summary>What the configuration of a pipeline may use.</summary>
public sealed class ResilienceHandlerContext
{
    private readonly HttpPipelines _pipelines;
    private readonly ConfigureBuilderContext<HttpKey> _context;

    internal ResilienceHandlerContext(IServiceProvider serviceProvider, HttpPipelines pipelines, ConfigureBuilderContext<HttpKey> context)
    {
        ServiceProvider = serviceProvider;
        _pipelines = pipelines;
        _context = context;
    }

    public IServiceProvider ServiceProvider { get; }

    public string BuilderName => _context.PipelineKey.Name;

    public string InstanceName => _context.PipelineKey.InstanceName;

    /// <summary>Builds the pipeline anew when the options change.</summary>
    public void EnableReloads<TOptions>(string? name = null)
    {
        var source = new CancellationTokenSource();
        var listening = _pipelines.MonitorOf<TOptions>().OnChange((_, changed) =>
        {
            if (changed == (name ?? Options.Options.DefaultName))
            {
                source.Cancel();
            }
        });

        _context.AddReloadToken(source.Token);
        _context.OnPipelineDisposed(() =>
        {
            listening?.Dispose();
            source.Dispose();
        });
    }

    public TOptions GetOptions<TOptions>(string? name = null) =>
        _pipelines.MonitorOf<TOptions>().Get(name ?? Options.Options.DefaultName);

    public void OnPipelineDisposed(Action callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        _context.OnPipelineDisposed(callback);
    }
}
