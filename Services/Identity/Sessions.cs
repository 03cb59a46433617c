using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Options;
using Npgsql;
using Shop.Contracts.Identity.V1;
using Shop.ServiceDefaults.Security;

namespace Shop.Identity;

/// <summary>Begins, refreshes and ends sessions.</summary>
internal sealed partial class Sessions(SessionStore store, RefreshTokens tokens, SigningKeys keys, IOptions<AccountOptions> options, TimeProvider time, ILogger<Sessions> logger)
{
    private const int MaxTries = 5;

    /// <summary>A session of somebody new.</summary>
    public async Task<Session> BeginGuestAsync(ClientTraits client, CancellationToken cancellationToken)
    {
        var now = time.GetStoredUtcNow();
        var token = RefreshToken.New(Guid.CreateVersion7());
        var subject = $"{GuestIds.Prefix}{Guid.CreateVersion7():N}";
        var expireTime = now + options.Value.SessionLifetime;
        await store.InsertAsync(token, subject, client.UserAgent, client.NetworkAddress, now, expireTime, cancellationToken);
        return Compose(token, subject, Roles.Guest, expireTime, now);
    }

    /// <summary>Adds a session of an account to what a transaction writes.</summary>
    public Session AppendBegin(NpgsqlBatch batch, Account account, ClientTraits client)
    {
        var now = time.GetStoredUtcNow();
        var token = RefreshToken.New(Guid.CreateVersion7());
        var subject = account.UserId.ToString();
        var expireTime = now + options.Value.SessionLifetime;
        SessionStore.AppendInsert(batch, token, subject, client.UserAgent, client.NetworkAddress, now, expireTime);
        return Compose(token, subject, account.Roles.Contains(Roles.Admin) ? Roles.Admin : Roles.Customer, expireTime, now);
    }

    /// <summary>The next tokens of the session that a refresh token is of.</summary>
    public async Task<Session> RefreshAsync(string text, string requestId, ClientTraits client, CancellationToken cancellationToken)
    {
        var token = tokens.Read(text) ?? throw IdentityRefusals.InvalidRefreshToken();
        var next = tokens.Next(token, requestId);
        for (var i = 0; i < MaxTries; i++)
        {
            var now = time.GetStoredUtcNow();
            var session = await store.FindAsync(token.SessionId, now, cancellationToken) ?? throw IdentityRefusals.InvalidRefreshToken();
            switch (RefreshRules.Decide(session, token.Hash, requestId, now))
            {
                case RefreshDecision.Rotate:
                    var expireTime = RefreshRules.ExpireTime(session.CreateTime, now, session.Role == Roles.Guest, options.Value);
                    if (await store.RotateAsync(token, next, requestId, client.NetworkAddress, now, expireTime, cancellationToken))
                    {
                        return Compose(next, session.Subject, session.Role, expireTime, now);
                    }

                    break;
                case RefreshDecision.Repeat:
                    return Compose(next, session.Subject, session.Role, session.ExpireTime, now);
                case RefreshDecision.Superseded:
                    throw IdentityRefusals.RotatedRefreshToken();
                case RefreshDecision.Reused:
                    await store.EndAsync(session.SessionId, cancellationToken);
                    LogReused(session.SessionId, session.Subject);
                    throw IdentityRefusals.InvalidRefreshToken();
                default:
                    throw IdentityRefusals.InvalidRefreshToken();
            }
        }

        throw IdentityRefusals.RotatedRefreshToken();
    }

    /// <summary>The session whose valid refresh token this is; null when it is none.</summary>
    public async Task<StoredSession?> FindAsync(string text, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return tokens.Read(text) is { } token
            && await store.FindAsync(token.SessionId, now, cancellationToken) is { } session
            && RefreshRules.Decide(session, token.Hash, requestId: "", now) == RefreshDecision.Rotate
            ? session
            : null;
    }

    /// <summary>The session that a refresh token was once given out for, valid or not; null when it never was.</summary>
    public Guid? SessionOf(string text) => tokens.Read(text)?.SessionId;

    private Session Compose(RefreshToken token, string subject, string role, DateTimeOffset expireTime, DateTimeOffset now) => new()
    {
        AccessToken = UserTokens.Issue(keys.Current, subject, role, token.SessionId.ToString(), now, options.Value.AccessLifetime),
        AccessExpireTime = (now + options.Value.AccessLifetime).ToTimestamp(),
        RefreshToken = tokens.Write(token),
        RefreshExpireTime = expireTime.ToTimestamp(),
        SubjectId = subject,
        Role = RoleNames.Of(role),
        SessionId = token.SessionId.ToString(),
    };

    [LoggerMessage(LogLevel.Warning, "Session {SessionId} of {Subject} was ended: a refresh token of it came a second time")]
    private partial void LogReused(Guid sessionId, string subject);
}
