namespace Shop.AppHost;

/// <summary>The lives and crashes of one replica, and how long to wait before it is started again.</summary>
internal sealed class CrashRecord(TimeProvider time)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    // Whoever has run this long has not crashed at its start.
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(15);

    private string? _state;
    private long? _runningSince;

    /// <summary>How often in a row it has crashed.</summary>
    public int Crashes { get; private set; }

    /// <summary>Notes the state that it is in now.</summary>
    /// <returns>How long to wait before it is started again; null when it has not crashed by this.</returns>
    public TimeSpan? Note(string? state)
    {
        var before = _state;
        _state = state;
        if (state == before)
        {
            return null;
        }

        if (state == KnownResourceStates.Running)
        {
            _runningSince = time.GetTimestamp();
        }

        return HasCrashed(before, state) ? NextPause() : null;
    }

    // What was stopped on purpose was Stopping before, and what has never run is the AppHost's own affair.
    private static bool HasCrashed(string? before, string? now) =>
        before is not null && before != KnownResourceStates.Stopping && before != KnownResourceStates.NotStarted
        && (now == KnownResourceStates.Exited || now == KnownResourceStates.Finished || now == KnownResourceStates.FailedToStart);

    private TimeSpan NextPause()
    {
        if (_runningSince is { } since && time.GetElapsedTime(since) > Settled)
        {
            Crashes = 0;
        }

        _runningSince = null;
        var pause = TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, FirstPause.Ticks * ((1L << Math.Min(Crashes, 10)) - 1)));
        Crashes++;
        return pause;
    }
}
