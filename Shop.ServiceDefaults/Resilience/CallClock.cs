using Polly;
using Shop.ServiceDefaults.Grpc;

namespace Shop.ServiceDefaults.Resilience;

/// <summary>How long calls and their attempts may take: by the client's options, and never longer than whoever is being served waits.</summary>
internal sealed class CallClock(ShopGrpcClientOptions options, IncomingCall incoming, TimeProvider time)
{
    /// <summary>Fires when the caller that is being served is gone.</summary>
    public CancellationToken CallerGone => incoming.CancellationToken;

    /// <summary>When a call that starts now has to be over (UTC), retries and delays included.</summary>
    /// <param name="method">The rpc's name.</param>
    /// <param name="own">The deadline that the call itself states.</param>
    public DateTime DeadlineOf(string method, DateTime? own) =>
        new[] { Now + TotalTimeout(method), own ?? DateTime.MaxValue, incoming.Deadline ?? DateTime.MaxValue }.Min();

    /// <summary>Fires at a deadline.</summary>
    public CancellationTokenSource Until(DateTime deadline) => new(deadline > Now ? deadline - Now : TimeSpan.Zero, time);

    /// <summary>When an attempt that starts now has to be over. One that is the only one has all the time of the call.</summary>
    public DateTime AttemptDeadline(string method, ResilienceContext context)
    {
        var now = Now;
        var deadline = context.Properties.GetValue(CallTraits.Deadline, DateTime.MaxValue);
        var usual = now + AttemptTimeout(method);
        context.Properties.Set(CallTraits.Patient, usual <= deadline);
        return usual <= deadline && context.Properties.GetValue(CallTraits.Repeatable, defaultValue: false) ? usual : deadline;
    }

    /// <summary>Whether a repeatable call whose attempt has timed out has time left.</summary>
    public bool HasTimeForAnother(ResilienceContext context) =>
        context.Properties.GetValue(CallTraits.Repeatable, defaultValue: false) && Now < context.Properties.GetValue(CallTraits.Deadline, DateTime.MaxValue);

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    private TimeSpan TotalTimeout(string method) => options.MethodTimeouts.GetValueOrDefault(method, options.TotalTimeout);

    private TimeSpan AttemptTimeout(string method) => options.AttemptTimeout ?? TotalTimeout(method) * 0.4;
}
