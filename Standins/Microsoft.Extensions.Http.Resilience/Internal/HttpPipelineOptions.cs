using Polly;

namespace Microsoft.Extensions.Http.Resilience.Internal;

/// <summary>How one named pipeline is built, and how its instance is chosen.</summary>
internal sealed class HttpPipelineOptions
{
    public Action<ResiliencePipelineBuilder<HttpResponseMessage>, ResilienceHandlerContext>? Configure { get; set; }

    /// <summary>Gets, while the application starts, what building needs of it.</summary>
    public Action<HttpPipelines>? Prepare { get; set; }

    /// <summary>Null where one instance serves all requests.</summary>
    public Func<IServiceProvider, Func<HttpRequestMessage, string>>? SelectorFactory { get; set; }
}
