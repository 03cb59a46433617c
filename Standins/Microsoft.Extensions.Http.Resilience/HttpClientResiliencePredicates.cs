using System.Diagnostics.CodeAnalysis;
using Polly;

namespace Microsoft.Extensions.Http.Resilience;

public static class HttpClientResiliencePredicates
{
    /// <summary>Whether it may go well the next time: status 408, 429 or 5xx, no connection, or a timeout of a strategy.</summary>
    public static bool IsTransient(Outcome<HttpResponseMessage> outcome) => TransientFailure.Is(outcome);

    /// <summary>As the other, and a connection that took too long, unless it was the caller who cancelled.</summary>
    [Experimental("EXTEXP0001")]
    public static bool IsTransient(Outcome<HttpResponseMessage> outcome, CancellationToken cancellationToken) =>
        TransientFailure.Is(outcome, cancellationToken);
}
