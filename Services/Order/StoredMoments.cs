namespace Shop.Orders;

/// <summary>Moments as Postgres keeps them, to the microsecond: what is answered now reads the same from the table later.</summary>
internal static class StoredMoments
{
    public static DateTimeOffset GetStoredUtcNow(this TimeProvider time)
    {
        var now = time.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}
