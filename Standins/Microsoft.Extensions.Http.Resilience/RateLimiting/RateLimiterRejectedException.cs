namespace Polly.RateLimiting;

/// <summary>The rate limiter let an execution not through.</summary>
public sealed class RateLimiterRejectedException : ExecutionRejectedException
{
    private const string Text = "The operation could not be executed because it was rejected by the rate limiter.";

    public RateLimiterRejectedException()
        : base(Text)
    {
    }

    public RateLimiterRejectedException(TimeSpan retryAfter)
        : base($"The operation could not be executed because it was rejected by the rate limiter. It can be retried after '{retryAfter}'.") =>
        RetryAfter = retryAfter;

    public RateLimiterRejectedException(string message)
        : base(message)
    {
    }

    public RateLimiterRejectedException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>When a permit is to be expected, if the limiter knows.</summary>
    public TimeSpan? RetryAfter { get; }
}
