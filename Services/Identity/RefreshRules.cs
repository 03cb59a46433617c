using System.Security.Cryptography;

namespace Shop.Identity;

/// <summary>Decides about refresh tokens; docs/decisions/0013 says why.</summary>
internal static class RefreshRules
{
    /// <summary>How long a client whose answer was lost may ask for it again.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    /// <summary>How far apart two calls of one client may be that both took the token for the valid one.</summary>
    public static readonly TimeSpan Leeway = TimeSpan.FromSeconds(10);

    /// <param name="session">The session that the token names.</param>
    /// <param name="hash">The token's hash.</param>
    /// <param name="requestId">Which request brings it.</param>
    /// <param name="now">The time.</param>
    public static RefreshDecision Decide(StoredSession session, byte[] hash, string requestId, DateTimeOffset now)
    {
        if (now >= session.ExpireTime)
        {
            return RefreshDecision.Expired;
        }

        if (CryptographicOperations.FixedTimeEquals(hash, session.RefreshHash))
        {
            return RefreshDecision.Rotate;
        }

        if (session.PreviousHash is null || !CryptographicOperations.FixedTimeEquals(hash, session.PreviousHash))
        {
            return RefreshDecision.Reused;
        }

        var age = now - session.RefreshTime;
        return requestId == session.RotateRequest && age <= Grace ? RefreshDecision.Repeat
            : age <= Leeway ? RefreshDecision.Superseded
            : RefreshDecision.Reused;
    }

    /// <summary>When a session ends that is refreshed now.</summary>
    public static DateTimeOffset ExpireTime(DateTimeOffset createTime, DateTimeOffset now, bool guest, AccountOptions options)
    {
        var usual = now + options.SessionLifetime;
        var latest = createTime + options.LongestSession;
        return guest || usual <= latest ? usual : latest;
    }
}
