using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Http.Resilience.Internal;
using Polly;
using Polly.Telemetry;

namespace Microsoft.Extensions.DependencyInjection;

public static partial class ResilienceHttpClientBuilderExtensions
{
    /// <summary>Sends the client's requests through a pipeline of the given strategies.</summary>
    public static IHttpResiliencePipelineBuilder AddResilienceHandler(
        this IHttpClientBuilder builder, string pipelineName, Action<ResiliencePipelineBuilder<HttpResponseMessage>> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return builder.AddResilienceHandler(pipelineName, (pipeline, _) => configure(pipeline));
    }

    /// <inheritdoc cref="AddResilienceHandler(IHttpClientBuilder, string, Action{ResiliencePipelineBuilder{HttpResponseMessage}})"/>
    public static IHttpResiliencePipelineBuilder AddResilienceHandler(
        this IHttpClientBuilder builder, string pipelineName, Action<ResiliencePipelineBuilder<HttpResponseMessage>, ResilienceHandlerContext> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(pipelineName);
        ArgumentNullException.ThrowIfNull(configure);

        var name = $"{builder.Name}-{pipelineName}";
        builder.Services.AddMetrics();
        builder.Services.TryAddSingleton<PollyTelemetryListener>();
        builder.Services.TryAddSingleton<HttpPipelines>();
        builder.Services.Configure<HttpPipelineOptions>(name, options => options.Configure = configure);
        builder.AddHttpMessageHandler(services =>
        {
            var pipelines = services.GetRequiredService<HttpPipelines>();
            pipelines.Prepare(name);
            return new ResilienceHandler(request => pipelines.PipelineFor(name, request));
        });

        return new HttpResiliencePipelineBuilder(name, builder.Services);
    }

    /// <summary>Takes off the resilience handlers that were added before, those of the defaults for all clients included.</summary>
    [Experimental("EXTEXP0001")]
    public static IHttpClientBuilder RemoveAllResilienceHandlers(this IHttpClientBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.ConfigureAdditionalHttpMessageHandlers(static (handlers, _) =>
        {
            foreach (var handler in handlers.OfType<ResilienceHandler>().ToList())
            {
                handlers.Remove(handler);
            }
        });
    }
}
