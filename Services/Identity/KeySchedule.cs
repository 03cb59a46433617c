namespace Shop.Identity;

/// <summary>
/// Which key signs, which are published, and when the next one is due. A key is published a day before it signs, so that whoever
/// checks tokens has heard of it; it signs for a month; it stays published until its last token has expired, and an hour for clocks
/// and caches.
/// </summary>
internal static class KeySchedule
{
    /// <summary>For how long a key signs.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromDays(30);

    /// <summary>How long before it signs a key is published.</summary>
    public static readonly TimeSpan Lead = TimeSpan.FromDays(1);

    /// <summary>How long after a key has signed its last token it stays published: longer than any access token lives.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromHours(1);

    /// <summary>The key that signs now: the one that began last. Null when none does yet.</summary>
    public static T? Signing<T>(IReadOnlyList<T> keys, Func<T, DateTimeOffset> signTime, DateTimeOffset now) where T : class =>
        keys.Where(key => signTime(key) <= now).MaxBy(signTime);

    /// <summary>When the next key is to begin, if it is to be made now; null when there is time.</summary>
    public static DateTimeOffset? Next(IReadOnlyCollection<DateTimeOffset> signTimes, DateTimeOffset now)
    {
        if (signTimes.Count == 0)
        {
            return now;
        }

        var end = signTimes.Max() + Period;
        // After a long sleep there is still time for it to be heard of.
        return now < end - Lead ? null : end > now + Lead ? end : now + Lead;
    }

    /// <summary>Whether a key is over: another one has signed in its place for so long that none of its tokens can be valid.</summary>
    public static bool IsOver(DateTimeOffset signTime, IReadOnlyCollection<DateTimeOffset> signTimes, DateTimeOffset now) =>
        signTimes.Any(other => other > signTime && other + Overlap <= now);
}
