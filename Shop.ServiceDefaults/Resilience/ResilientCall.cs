using Grpc.Core;
using Polly;
using Shop.ServiceDefaults.Grpc;

namespace Shop.ServiceDefaults.Resilience;

/// <summary>A unary call as its user sees it, whatever number of attempts it takes: the headers, status and trailers are those of the last one.</summary>
internal sealed class ResilientCall<TRequest, TResponse>(
    ResilientInvoker invoker, CallClock clock, Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) : IDisposable
    where TRequest : class
    where TResponse : class
{
    private readonly CancellationTokenSource _disposed = new();
    private Task<TResponse> _response = null!;
    private AsyncUnaryCall<TResponse>? _attempt;

    public AsyncUnaryCall<TResponse> Start()
    {
        _response = RunAsync();
        return new AsyncUnaryCall<TResponse>(_response, static call => Of(call).HeadersAsync(), static call => Of(call).Status(), static call => Of(call).Trailers(), static call => Of(call).Dispose(), this);
    }

    // The source has neither timer nor registration to release, and the user may do this at any time, twice too.
    public void Dispose() => _disposed.Cancel();

    private static ResilientCall<TRequest, TResponse> Of(object call) => (ResilientCall<TRequest, TResponse>)call;

    private async Task<TResponse> RunAsync()
    {
        var deadline = clock.DeadlineOf(method.Name, options.Deadline);
        using var total = clock.Until(deadline);
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(_disposed.Token, options.CancellationToken, clock.CallerGone);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancelled.Token, total.Token);
        var context = ResilienceContextPool.Shared.Get(ended.Token);
        context.Properties.Set(CallTraits.Deadline, deadline);
        context.Properties.Set(CallTraits.Repeatable, RepeatableCalls.IsRepeatable(method.Name, request));
        try
        {
            return await invoker.ExecuteAsync(AttemptAsync, context);
        }
        catch (Exception exception) when (ended.IsCancellationRequested && exception is OperationCanceledException or RpcException { StatusCode: StatusCode.Cancelled })
        {
            throw cancelled.IsCancellationRequested ? ShopErrors.Cancelled() : ShopErrors.DeadlineExceeded();
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private async Task<TResponse> AttemptAsync(CallInvoker replica, ResilienceContext context)
    {
        var attemptOptions = options.WithDeadline(clock.AttemptDeadline(method.Name, context)).WithCancellationToken(context.CancellationToken);
        _attempt = replica.AsyncUnaryCall(method, host, attemptOptions, request);
        return await _attempt.ResponseAsync;
    }

    // Only when the call is over is it known which attempt is the last.
    private async Task<Metadata> HeadersAsync()
    {
        await ((Task)_response).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return await Last.ResponseHeadersAsync;
    }

    private Status Status() => Failure?.Status ?? Last.GetStatus();

    private Metadata Trailers() => Failure?.Trailers ?? Last.GetTrailers();

    private RpcException? Failure => _response.Exception?.InnerException as RpcException;

    private AsyncUnaryCall<TResponse> Last => _response.IsCompleted && _attempt is { } attempt ? attempt : throw Failure ?? new InvalidOperationException("The call is not complete.") as Exception;
}
