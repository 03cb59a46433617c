namespace Shop.Carts;

/// <summary>
/// Whether a service is known to be away: then carts do not wait for it. Now and then one question finds out whether it is back.
/// The breaker of the client would need more failures to see it than a cart's reader has patience for.
/// </summary>
internal sealed class Outage(TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    // A timestamp; 0 when it is not away.
    private long _until;

    public bool IsKnown => Volatile.Read(ref _until) != 0;

    /// <summary>Whether to ask: it is not away, or this question is the one that finds out.</summary>
    public bool MayAsk()
    {
        var until = Volatile.Read(ref _until);
        return until == 0 || (time.GetTimestamp() >= until && Interlocked.CompareExchange(ref _until, FromNow(), until) == until);
    }

    public void Begin() => Volatile.Write(ref _until, FromNow());

    public void End() => Volatile.Write(ref _until, 0);

    private long FromNow() => time.GetTimestamp() + (long)(Pause.TotalSeconds * time.TimestampFrequency);
}
