using Polly.CircuitBreaker;

namespace Microsoft.Extensions.Http.Resilience;

/// <summary>Counts transient failures; the rest is as Polly has it.</summary>
public class HttpCircuitBreakerStrategyOptions : CircuitBreakerStrategyOptions<HttpResponseMessage>
{
    public HttpCircuitBreakerStrategyOptions() =>
        ShouldHandle = static arguments => new(TransientFailure.Is(arguments.Outcome, arguments.Context.CancellationToken));
}
