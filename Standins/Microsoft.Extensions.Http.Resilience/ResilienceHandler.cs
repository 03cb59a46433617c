using Microsoft.Extensions.Http.Resilience.Internal;
using Polly;

namespace Microsoft.Extensions.Http.Resilience;

/// <summary>Sends requests through a resilience pipeline.</summary>
public class ResilienceHandler : DelegatingHandler
{
    private readonly Func<HttpRequestMessage, ResiliencePipeline<HttpResponseMessage>> _pipelineProvider;

    public ResilienceHandler(Func<HttpRequestMessage, ResiliencePipeline<HttpResponseMessage>> pipelineProvider)
    {
        ArgumentNullException.ThrowIfNull(pipelineProvider);
        _pipelineProvider = pipelineProvider;
    }

    public ResilienceHandler(ResiliencePipeline<HttpResponseMessage> pipeline)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        _pipelineProvider = _ => pipeline;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var execution = new Execution(request, cancellationToken);
        return await _pipelineProvider(request).ExecuteAsync(
            static async (context, state) => await state.Handler.SendOnceAsync(state.Request, context.CancellationToken).ConfigureAwait(false),
            execution.Context,
            (Handler: this, Request: request)).ConfigureAwait(false);
    }

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var execution = new Execution(request, cancellationToken);
        return _pipelineProvider(request).Execute(
            static (context, state) => state.Handler.SendOnce(state.Request, context.CancellationToken),
            execution.Context,
            (Handler: this, Request: request));
    }

    private Task<HttpResponseMessage> SendOnceAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        base.SendAsync(request, cancellationToken);

    private HttpResponseMessage SendOnce(HttpRequestMessage request, CancellationToken cancellationToken) =>
        base.Send(request, cancellationToken);

    /// <summary>Ties request and context to each other while the request is under way. A context that came with the request stays its.</summary>
    private readonly struct Execution : IDisposable
    {
        private readonly HttpRequestMessage _request;
        private readonly bool _created;

        public Execution(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            _request = request;
            var context = request.GetResilienceContext();
            _created = context is null;
            Context = context ?? ResilienceContextPool.Shared.Get(continueOnCapturedContext: false, cancellationToken);
            Context.Properties.Set(ResilienceKeys.RequestMessage, request);
            request.SetResilienceContext(Context);
        }

        public ResilienceContext Context { get; }

        public void Dispose()
        {
            if (_created)
            {
                _request.SetResilienceContext(null);
                ResilienceContextPool.Shared.Return(Context);
            }
        }
    }
}
