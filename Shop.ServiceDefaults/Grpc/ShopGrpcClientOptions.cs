namespace Shop.ServiceDefaults.Grpc;

/// <summary>How a gRPC client of the shop behaves when things go wrong. The defaults suit a call between two services.</summary>
public sealed class ShopGrpcClientOptions
{
    /// <summary>How long a unary call may take in all, retries and the delays between them included. A nearer deadline of the caller wins.</summary>
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Other total timeouts for single rpcs, by method name, e.g. <c>["Reserve"]</c>.</summary>
    public Dictionary<string, TimeSpan> MethodTimeouts { get; } = new(StringComparer.Ordinal);

    /// <summary>
    /// How long an attempt of a call that may be repeated may take before another replica is asked; two fifths of the total timeout when
    /// it is null. A call that may not be repeated has all the time in its only attempt.
    /// </summary>
    public TimeSpan? AttemptTimeout { get; set; }

    /// <summary>How many times a call that may be repeated is repeated after UNAVAILABLE; 0 for never.</summary>
    public int MaxRetryAttempts { get; set; } = 4;

    /// <summary>The delay before the first retry; it doubles each time, with jitter.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How many calls may be under way at once; more fail at once with UNAVAILABLE, reason TOO_MANY_CALLS.</summary>
    public int MaxConcurrentCalls { get; set; } = 1000;

    /// <summary>The share of failed attempts at which the breaker of a replica opens.</summary>
    public double BreakerFailureRatio { get; set; } = 0.5;

    /// <summary>How many attempts the breaker must have seen within <see cref="BreakerSampling"/> before it judges.</summary>
    public int BreakerMinimumThroughput { get; set; } = 50;

    /// <summary>The window over which the breaker judges.</summary>
    public TimeSpan BreakerSampling { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long an open breaker refuses before it lets one attempt through. When all replicas' are open, calls fail at once with UNAVAILABLE, reason CIRCUIT_OPEN.</summary>
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(2);
}
