using Grpc.Core;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Shop.ServiceDefaults.Grpc;

namespace Shop.ServiceDefaults.Resilience;

/// <summary>Retry and circuit breaker in gRPC terms: they judge gRPC statuses, which come as HTTP 200 with trailers, so that an HTTP pipeline never sees them.</summary>
internal sealed class GrpcStrategies(string target, ShopGrpcClientOptions options, ResilienceTelemetry telemetry, TimeProvider time)
{
    /// <summary>For a call: the same call again after UNAVAILABLE, with growing delays and jitter, or when the server says.</summary>
    public ResiliencePipeline Retry()
    {
        var builder = new ResiliencePipelineBuilder { TimeProvider = time };
        return options.MaxRetryAttempts == 0 ? builder.Build() : builder.AddRetry(RetryOptions()).Build();
    }

    /// <summary>For a replica: refuses for a while when most attempts failed.</summary>
    public ResiliencePipeline Breaker(Uri replica) =>
        new ResiliencePipelineBuilder { TimeProvider = time }.AddCircuitBreaker(BreakerOptions(replica)).Build();

    private RetryStrategyOptions RetryOptions() => new()
    {
        MaxRetryAttempts = options.MaxRetryAttempts,
        Delay = options.RetryDelay,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Exception is RpcException exception && MayRepeat(exception, arguments.Context)),
        DelayGenerator = arguments => ValueTask.FromResult(arguments.Outcome.Exception is RpcException exception ? Pushback.Of(exception) : null),
        OnRetry = _ =>
        {
            telemetry.Retried(target);
            return ValueTask.CompletedTask;
        },
    };

    private bool MayRepeat(RpcException exception, ResilienceContext context) =>
        exception.StatusCode == StatusCode.Unavailable
        && context.Properties.GetValue(CallTraits.Repeatable, defaultValue: false)
        // A wait beyond the deadline would end in DEADLINE_EXCEEDED: what the server said is the better answer, and now.
        && (Pushback.Of(exception) ?? TimeSpan.Zero) < context.Properties.GetValue(CallTraits.Deadline, DateTime.MaxValue) - time.GetUtcNow().UtcDateTime;

    private CircuitBreakerStrategyOptions BreakerOptions(Uri replica) => new()
    {
        FailureRatio = options.BreakerFailureRatio,
        MinimumThroughput = options.BreakerMinimumThroughput,
        SamplingDuration = options.BreakerSampling,
        BreakDuration = options.BreakDuration,
        ShouldHandle = arguments => ValueTask.FromResult(Verdicts.Of(arguments.Outcome.Exception, arguments.Context) is Verdict.Away or Verdict.Sick),
        OnOpened = _ =>
        {
            telemetry.BreakerOpened(target, replica);
            return ValueTask.CompletedTask;
        },
        OnClosed = _ =>
        {
            telemetry.BreakerClosed(target, replica);
            return ValueTask.CompletedTask;
        },
    };
}
