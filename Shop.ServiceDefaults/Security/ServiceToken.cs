namespace Shop.ServiceDefaults.Security;

/// <summary>The token that this service presents when it calls another one as itself: short-lived, signed here, renewed in time.</summary>
internal sealed class ServiceToken(TokenIssuer issuer, TimeProvider time, string serviceName)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan RenewBefore = TimeSpan.FromMinutes(1);
    private Issued? _current;

    // Two threads may both renew; both tokens are valid, so the last one may win.
    public string Value
    {
        get
        {
            var now = time.GetUtcNow();
            var current = _current;
            if (current is null || now >= current.RenewAt)
            {
                current = new Issued(issuer.Issue(serviceName, Lifetime), now + Lifetime - RenewBefore);
                _current = current;
            }

            return current.Token;
        }
    }

    private sealed record Issued(string Token, DateTimeOffset RenewAt);
}
