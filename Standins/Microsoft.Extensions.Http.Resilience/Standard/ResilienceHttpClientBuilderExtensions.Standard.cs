using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Http.Resilience.Internal;
using Polly;

namespace Microsoft.Extensions.DependencyInjection;

public static partial class ResilienceHttpClientBuilderExtensions
{
    /// <summary>Adds, from the outside in: rate limiter, total timeout, retry, circuit breaker, attempt timeout.</summary>
    public static IHttpStandardResiliencePipelineBuilder AddStandardResilienceHandler(this IHttpClientBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);

        var optionsName = $"{builder.Name}-standard";
        builder.Services.AddOptionsWithValidateOnStart<HttpStandardResilienceOptions, HttpStandardResilienceOptionsValidator>(optionsName);
        var pipeline = builder.AddResilienceHandler("standard", (strategies, context) =>
        {
            context.EnableReloads<HttpStandardResilienceOptions>(optionsName);
            var options = context.GetOptions<HttpStandardResilienceOptions>(optionsName);
            strategies
                .AddRateLimiter(options.RateLimiter)
                .AddTimeout(options.TotalRequestTimeout)
                .AddRetry(options.Retry)
                .AddCircuitBreaker(options.CircuitBreaker)
                .AddTimeout(options.AttemptTimeout);
        });

        builder.Services.Configure<HttpPipelineOptions>(
            pipeline.PipelineName, static options => options.Prepare = static pipelines => pipelines.MonitorOf<HttpStandardResilienceOptions>());

        // The strategies decide when a request has taken too long.
        builder.ConfigureHttpClient(static client => client.Timeout = Timeout.InfiniteTimeSpan);
        return new HttpResiliencePipelineBuilder(pipeline.PipelineName, builder.Services);
    }

    /// <inheritdoc cref="AddStandardResilienceHandler(IHttpClientBuilder)"/>
    /// <param name="builder">The builder of the client.</param>
    /// <param name="section">Binds to <see cref="HttpStandardResilienceOptions"/>; an unknown key is an error.</param>
    public static IHttpStandardResiliencePipelineBuilder AddStandardResilienceHandler(this IHttpClientBuilder builder, IConfigurationSection section) =>
        builder.AddStandardResilienceHandler().Configure(section);

    /// <inheritdoc cref="AddStandardResilienceHandler(IHttpClientBuilder)"/>
    public static IHttpStandardResiliencePipelineBuilder AddStandardResilienceHandler(
        this IHttpClientBuilder builder, Action<HttpStandardResilienceOptions> configure) =>
        builder.AddStandardResilienceHandler().Configure(configure);
}
