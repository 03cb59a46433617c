using Polly.RateLimiting;

namespace Microsoft.Extensions.Http.Resilience;

public class HttpRateLimiterStrategyOptions : RateLimiterStrategyOptions;
