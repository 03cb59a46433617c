using System.Threading.RateLimiting;
using Grpc.Core;
using Polly;
using Polly.CircuitBreaker;
using Shop.ServiceDefaults.Grpc;

namespace Shop.ServiceDefaults.Resilience;

/// <summary>
/// The standard resilience pipeline in gRPC terms, over all replicas of a service: limit of calls under way, total timeout, retry with
/// jitter, circuit breaker, attempt timeout. Streams only get a replica: a stream may live for hours, and its reader resumes it.
/// <para>
/// It is of our own because the ready-made ones miss something that counts: the HTTP pipeline sees every answer of gRPC as a success,
/// since statuses travel in trailers, and does not know which rpc may be repeated; the retries of the gRPC client know nothing of
/// request ids, breakers and attempts that take too long.
/// </para>
/// </summary>
internal sealed class ResilientInvoker(string target, ReplicaSet replicas, GrpcStrategies strategies, CallClock clock, ResilienceTelemetry telemetry, ShopGrpcClientOptions options)
    : CallInvoker, IDisposable
{
    private readonly ConcurrencyLimiter _limiter = new(new ConcurrencyLimiterOptions { PermitLimit = options.MaxConcurrentCalls, QueueLimit = 0 });
    private readonly ResiliencePipeline _retry = strategies.Retry();

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        new ResilientCall<TRequest, TResponse>(this, clock, method, host, options, request).Start();

    public override TResponse BlockingUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        AsyncUnaryCall(method, host, options, request).GetAwaiter().GetResult();

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        replicas.Next().Calls.AsyncServerStreamingCall(method, host, options, request);

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options) =>
        replicas.Next().Calls.AsyncClientStreamingCall(method, host, options);

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options) =>
        replicas.Next().Calls.AsyncDuplexStreamingCall(method, host, options);

    /// <summary>Runs a unary call, attempt after attempt.</summary>
    /// <param name="attempt">Asks one replica.</param>
    /// <param name="context">The call's <see cref="CallTraits"/> and its cancellation.</param>
    /// <exception cref="RpcException">The last attempt's, or UNAVAILABLE: TOO_MANY_CALLS, CIRCUIT_OPEN, ATTEMPT_TIMED_OUT, NO_REPLICA.</exception>
    public async Task<T> ExecuteAsync<T>(Func<CallInvoker, ResilienceContext, Task<T>> attempt, ResilienceContext context)
    {
        using var lease = _limiter.AttemptAcquire();
        if (!lease.IsAcquired)
        {
            throw Refuse("TOO_MANY_CALLS");
        }

        try
        {
            return await _retry.ExecuteAsync(static async (context, call) => await call.Item1.AttemptAsync(call.attempt, context), context, (this, attempt));
        }
        catch (BrokenCircuitException exception)
        {
            throw Refuse("CIRCUIT_OPEN", exception.RetryAfter);
        }
    }

    public void Dispose() => _limiter.Dispose();

    private async Task<T> AttemptAsync<T>(Func<CallInvoker, ResilienceContext, Task<T>> attempt, ResilienceContext context)
    {
        BrokenCircuitException? refused = null;
        foreach (var replica in await replicas.InTurnAsync(context.CancellationToken))
        {
            var outcome = await replica.TryAsync(attempt, context);
            refused = outcome.Exception as BrokenCircuitException;
            if (refused is null)
            {
                return ResultOf(outcome, context);
            }
        }

        throw refused ?? (Exception)ReplicaSet.NoReplica();
    }

    private T ResultOf<T>(Outcome<T> outcome, ResilienceContext context)
    {
        if (outcome.Exception is RpcException { StatusCode: StatusCode.DeadlineExceeded } && clock.HasTimeForAnother(context))
        {
            throw ShopErrors.Unavailable("ATTEMPT_TIMED_OUT", "A service that this call needs did not answer in time.");
        }

        outcome.ThrowIfException();
        return outcome.Result!;
    }

    private RpcException Refuse(string reason, TimeSpan? retryAfter = null)
    {
        telemetry.Refused(target, reason);
        return ShopErrors.Unavailable(reason, "A service that this call needs does not answer at the moment.", retryAfter);
    }
}
