namespace Shop.Identity;

/// <summary>Moments as Postgres keeps them.</summary>
internal static class StoredMoments
{
    /// <summary>The time in whole microseconds: what is answered is what is read later.</summary>
    public static DateTimeOffset GetStoredUtcNow(this TimeProvider time)
    {
        var now = time.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}
