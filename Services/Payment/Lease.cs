namespace Shop.Payments;

/// <summary>The right to work on a payment, for a while. Without an id nobody takes it now, and it is due at once.</summary>
/// <param name="Id">Whose it is.</param>
/// <param name="Now">When it was taken.</param>
/// <param name="Until">When it ends.</param>
internal sealed record Lease(Guid? Id, DateTimeOffset Now, DateTimeOffset Until)
{
    /// <summary>How long a lease lasts: longer than a status and the call after it, and no longer than a crash may delay a payment.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromSeconds(10);

    /// <summary>A lease for whoever has the time.</summary>
    public static Lease Take(DateTimeOffset now) => new(Guid.NewGuid(), now, now + Duration);

    /// <summary>Nobody has the time at the moment.</summary>
    public static Lease Leave(DateTimeOffset now) => new(Id: null, now, now);
}
