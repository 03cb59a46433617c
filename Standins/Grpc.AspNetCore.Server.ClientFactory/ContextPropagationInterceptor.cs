using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Grpc.AspNetCore.ClientFactory;

/// <summary>Bounds each call by the call that is being served: by its deadline where that is earlier, and by its cancellation.</summary>
internal sealed partial class ContextPropagationInterceptor(
    GrpcContextPropagationOptions options, IHttpContextAccessor accessor, ILogger<ContextPropagationInterceptor> logger) : Interceptor
{
    public override TResponse BlockingUnaryCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, BlockingUnaryCallContinuation<TRequest, TResponse> continuation)
    {
        using var linked = Bound(ref context);
        return continuation(request, context);
    }

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
    {
        var linked = Bound(ref context);
        var call = continuation(request, context);
        if (linked is null) return call;
        ReleaseAfter(call.ResponseAsync, linked);
        return new(call.ResponseAsync, call.ResponseHeadersAsync, call.GetStatus, call.GetTrailers, Both(call, linked));
    }

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncServerStreamingCallContinuation<TRequest, TResponse> continuation)
    {
        var linked = Bound(ref context);
        var call = continuation(request, context);
        return linked is null ? call : new(call.ResponseStream, call.ResponseHeadersAsync, call.GetStatus, call.GetTrailers, Both(call, linked));
    }

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        ClientInterceptorContext<TRequest, TResponse> context, AsyncClientStreamingCallContinuation<TRequest, TResponse> continuation)
    {
        var linked = Bound(ref context);
        var call = continuation(context);
        if (linked is null) return call;
        ReleaseAfter(call.ResponseAsync, linked);
        return new(call.RequestStream, call.ResponseAsync, call.ResponseHeadersAsync, call.GetStatus, call.GetTrailers, Both(call, linked));
    }

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        ClientInterceptorContext<TRequest, TResponse> context, AsyncDuplexStreamingCallContinuation<TRequest, TResponse> continuation)
    {
        var linked = Bound(ref context);
        var call = continuation(context);
        return linked is null
            ? call
            : new(call.RequestStream, call.ResponseStream, call.ResponseHeadersAsync, call.GetStatus, call.GetTrailers, Both(call, linked));
    }

    /// <returns>The source of the token that joins the caller's and the served call's; null where one token is enough.</returns>
    private CancellationTokenSource? Bound<TRequest, TResponse>(ref ClientInterceptorContext<TRequest, TResponse> context)
        where TRequest : class
        where TResponse : class
    {
        if (Served() is not { } served) return null;
        var call = context.Options;
        if (served.Deadline < (call.Deadline ?? DateTime.MaxValue)) call = call.WithDeadline(served.Deadline);
        var linked = served.CancellationToken.CanBeCanceled && call.CancellationToken.CanBeCanceled
            ? CancellationTokenSource.CreateLinkedTokenSource(served.CancellationToken, call.CancellationToken)
            : null;
        if (served.CancellationToken.CanBeCanceled) call = call.WithCancellationToken(linked?.Token ?? served.CancellationToken);
        context = new(context.Method, context.Host, call);
        return linked;
    }

    private ServerCallContext? Served()
    {
        if (accessor.HttpContext?.Features.Get<IServerCallContextFeature>()?.ServerCallContext is { } served) return served;
        var reason = accessor.HttpContext is null
            ? "Can't find the current HttpContext."
            : "Can't find the gRPC ServerCallContext on the current HttpContext.";
        LogNotPropagated(reason);
        return options.SuppressContextNotFoundErrors
            ? null
            : throw new InvalidOperationException($"Unable to propagate server context values to the call. {reason}");
    }

    // Callers seldom dispose a call with one answer: without this, each would stay registered with the served call until that ends.
    private static void ReleaseAfter(Task response, CancellationTokenSource linked) =>
        response.ContinueWith(
            static (_, source) => ((CancellationTokenSource)source!).Dispose(), linked,
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    private static Action Both(IDisposable call, CancellationTokenSource linked) => () =>
    {
        call.Dispose();
        linked.Dispose();
    };

    [LoggerMessage(1, LogLevel.Debug, "Unable to propagate server context values to the call. {Reason}", EventName = "PropagateServerCallContextFailure")]
    private partial void LogNotPropagated(string reason);
}
