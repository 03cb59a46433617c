using Grpc.Core;
using Microsoft.AspNetCore.Identity;
using Npgsql;
using Shop.Contracts.Identity.V1;
using Shop.ServiceDefaults.Messaging;
using Shop.ServiceDefaults.Postgres;

namespace Shop.Identity;

/// <summary>Signing in, with a password, and for the first time with the link of a letter as well.</summary>
internal sealed class SignIns(
    NpgsqlDataSource dataSource, AccountStore store, UserManager<Account> accounts, Passwords passwords, GuessStore guesses, Sessions sessions, GuestUpgrades upgrades,
    Outbox outbox, TimeProvider time)
{
    private const int MaxTries = 3;

    // Nobody has changed the account since the password was compared, or it divides by zero: a session that a new password ended
    // does not begin again.
    private const string SignedIn = """
        -- sign in
        UPDATE account
        SET sign_in_time = $2 + interval '0' * (1 / (security_stamp = $3)::int), password_hash = $4
        WHERE user_id = $1
        """;

    public async Task<Session> SignInAsync(SignInRequest request, ServerCallContext context)
    {
        var email = accounts.NormalizeEmail(request.Email);
        await guesses.TryPasswordAsync(email, NetworkAddresses.Of(context), context.CancellationToken);
        for (var i = 0; i < MaxTries; i++)
        {
            var account = await store.FindByEmailAsync(email, context.CancellationToken);
            if (!passwords.Match(account, request.Password) || account is not { EmailVerified: true } || account.IsLocked(time.GetUtcNow()))
            {
                throw IdentityRefusals.InvalidCredentials();
            }

            if (await TryBeginAsync(account, email, request.GuestRefreshToken, context) is { } session)
            {
                return session;
            }
        }

        throw IdentityRefusals.ConcurrentChange();
    }

    public async Task<Session> VerifyEmailAsync(VerifyEmailRequest request, ServerCallContext context)
    {
        if (Links.Read(request.LinkToken) is not { } link
            || await store.FindByIdAsync(link.UserId, context.CancellationToken) is not { } account
            || !await accounts.VerifyUserTokenAsync(account, Links.DayProvider, UserManager<Account>.ConfirmEmailTokenPurpose, link.Token))
        {
            throw IdentityRefusals.InvalidLink();
        }

        await guesses.TryPasswordAsync(account.NormalizedEmail, NetworkAddresses.Of(context), context.CancellationToken);
        if (!passwords.Match(account, request.Password) || account.IsLocked(time.GetUtcNow()))
        {
            throw IdentityRefusals.InvalidCredentials();
        }

        var guestId = await upgrades.GuestOfAsync(request.GuestRefreshToken, context);
        account.EmailVerified = true;
        account.SignInTime = time.GetUtcNow();
        var session = new Session();
        store.Together(batch =>
        {
            session = AppendSession(batch, account, account.NormalizedEmail, guestId, context);
            outbox.Append(batch, IdentityEvents.Registered(account, time.GetUtcNow()));
        });
        // Another stamp: the link is used.
        if (!(await accounts.UpdateSecurityStampAsync(account)).Succeeded)
        {
            throw IdentityRefusals.ConcurrentChange();
        }

        await AfterAsync(guestId, account, context);
        return session;
    }

    private async Task<Session?> TryBeginAsync(Account account, string email, string guestRefreshToken, ServerCallContext context)
    {
        var guestId = await upgrades.GuestOfAsync(guestRefreshToken, context);
        await using var batch = dataSource.CreateBatch();
        batch.Append(SignedIn, account.UserId, time.GetUtcNow(), account.SecurityStamp, account.PasswordHash);
        var session = AppendSession(batch, account, email, guestId, context);
        try
        {
            await batch.ExecuteNonQueryAsync(context.CancellationToken);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.DivisionByZero)
        {
            return null;
        }

        await AfterAsync(guestId, account, context);
        return session;
    }

    private Session AppendSession(NpgsqlBatch batch, Account account, string email, string? guestId, ServerCallContext context)
    {
        var client = ClientTraits.Of(context);
        var session = sessions.AppendBegin(batch, account, client);
        guesses.AppendSuccess(batch, email, client.NetworkAddress);
        if (guestId is not null)
        {
            upgrades.Append(batch, guestId, account.UserId);
        }

        return session;
    }

    private async Task AfterAsync(string? guestId, Account account, ServerCallContext context)
    {
        outbox.Wake();
        if (guestId is not null)
        {
            await upgrades.MergeAsync(guestId, account.UserId, context.CancellationToken);
        }
    }
}
