using Grpc.Core;
using Polly;
using Polly.CircuitBreaker;
using Shop.ServiceDefaults.Grpc;

namespace Shop.ServiceDefaults.Resilience;

/// <summary>
/// One replica of a service, with a circuit breaker of its own: one that is down does not close the way to the others. After a single
/// failure it is spared already, as long as there are others; now and then one call finds out whether it is back.
/// </summary>
internal sealed class Replica(Uri address, CallInvoker calls, ResiliencePipeline breaker, TimeProvider time)
{
    private static readonly TimeSpan SparedFor = TimeSpan.FromSeconds(5);

    // A timestamp; 0 when it is not spared.
    private long _sparedUntil;

    public Uri Address => address;

    /// <summary>Calls it, past the breaker.</summary>
    public CallInvoker Calls => calls;

    /// <summary>Whether the next call should go there: it is well, or this call is the one that finds out.</summary>
    public bool TakesTurn()
    {
        var until = Volatile.Read(ref _sparedUntil);
        return until == 0 || (time.GetTimestamp() >= until && Interlocked.CompareExchange(ref _sparedUntil, SpareFromNow(), until) == until);
    }

    /// <summary>Runs an attempt through the breaker.</summary>
    /// <returns>Its outcome; a <see cref="BrokenCircuitException"/> when the breaker did not let it through.</returns>
    public async ValueTask<Outcome<T>> TryAsync<T>(Func<CallInvoker, ResilienceContext, Task<T>> attempt, ResilienceContext context)
    {
        var outcome = await breaker.ExecuteOutcomeAsync(static (context, call) => RunAsync(call.attempt, call.calls, context), context, (attempt, calls));
        switch (Verdicts.Of(outcome.Exception, context))
        {
            case Verdict.Well:
                Volatile.Write(ref _sparedUntil, 0);
                break;
            case Verdict.Away:
                Volatile.Write(ref _sparedUntil, SpareFromNow());
                break;
        }

        return outcome;
    }

    private static async ValueTask<Outcome<T>> RunAsync<T>(Func<CallInvoker, ResilienceContext, Task<T>> attempt, CallInvoker calls, ResilienceContext context)
    {
        try
        {
            return Outcome.FromResult(await attempt(calls, context));
        }
        catch (RpcException exception)
        {
            return Outcome.FromException<T>(IsLost(exception, context) ? ConnectionLost() : exception);
        }
    }

    // What this side cancelled is no loss, however the connection ended then.
    private static bool IsLost(RpcException exception, ResilienceContext context) =>
        !context.CancellationToken.IsCancellationRequested && LostConnections.IsLost(exception);

    private static RpcException ConnectionLost() =>
        ShopErrors.Unavailable(LostConnections.Reason, "The connection to a service that this call needs was lost.");

    private long SpareFromNow() => time.GetTimestamp() + (long)(SparedFor.TotalSeconds * time.TimestampFrequency);
}
