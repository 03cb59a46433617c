using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.AspNetCore.Identity;
using Npgsql;
using Shop.Contracts.Identity.V1;
using Shop.ServiceDefaults.Grpc;
using Shop.ServiceDefaults.Messaging;
using Shop.ServiceDefaults.Postgres;
using Shop.ServiceDefaults.Security;

namespace Shop.Identity;

/// <summary>Changes of what somebody signs in with, and the end of an account.</summary>
internal sealed class Credentials(
    NpgsqlDataSource dataSource, AccountStore store, UserManager<Account> accounts, Passwords passwords, GuessStore guesses, Letters letters, Outbox outbox, TimeProvider time)
{
    // Kept answers hold names and addresses of this caller's.
    private const string EraseAnswers = """
        -- erase kept answers
        DELETE FROM request WHERE caller = $1
        """;

    private const string EraseLetters = """
        -- erase letters
        DELETE FROM letter WHERE user_id = $1 OR email = $2
        """;

    private const string EraseAccount = """
        -- erase account
        DELETE FROM account WHERE user_id = $1
        """;

    private const string EraseUnverified = """
        -- erase an account that was never verified
        DELETE FROM account WHERE normalized_email = $1 AND NOT email_verified
        """;

    public async Task<ResetPasswordResponse> ResetPasswordAsync(ResetPasswordRequest request, RequestKey key, ServerCallContext context)
    {
        var response = new ResetPasswordResponse();
        if (Links.Read(request.LinkToken) is not { } link || await store.FindByIdAsync(link.UserId, context.CancellationToken) is not { } account)
        {
            throw IdentityRefusals.InvalidLink();
        }

        // Who reads the address's letters has shown himself its owner.
        var isNew = !account.EmailVerified;
        account.EmailVerified = true;
        store.Together(batch =>
        {
            RequestIds.Append(batch, key, response);
            outbox.Append(batch, isNew ? [IdentityEvents.Registered(account, time.GetUtcNow())] : []);
            SessionStore.AppendEndAll(batch, account.UserId.ToString(), except: Guid.Empty);
            guesses.AppendSuccess(batch, account.NormalizedEmail, networkAddress: "");
            letters.Append(batch, LetterKind.PasswordChanged, account.Email, account.UserId);
        });
        Check(await accounts.ResetPasswordAsync(account, link.Token, request.NewPassword), "new_password");
        outbox.Wake();
        letters.Wake();
        return response;
    }

    public async Task<ChangePasswordResponse> ChangePasswordAsync(ChangePasswordRequest request, RequestKey key, ServerCallContext context)
    {
        var response = new ChangePasswordResponse();
        var account = await OfCallerAsync(context);
        await CheckPasswordAsync(account, request.CurrentPassword, context);
        store.Together(batch =>
        {
            RequestIds.Append(batch, key, response);
            SessionStore.AppendEndAll(batch, account.UserId.ToString(), except: Guid.Parse(Caller.Of(context).SessionId ?? Guid.Empty.ToString()));
            letters.Append(batch, LetterKind.PasswordChanged, account.Email, account.UserId);
        });
        Check(await accounts.ChangePasswordAsync(account, request.CurrentPassword, request.NewPassword), "new_password");
        letters.Wake();
        return response;
    }

    public async Task<ChangeEmailResponse> ChangeEmailAsync(ChangeEmailRequest request, RequestKey key, ServerCallContext context)
    {
        var response = new ChangeEmailResponse();
        var account = await OfCallerAsync(context);
        await CheckPasswordAsync(account, request.Password, context);
        await guesses.TryLetterAsync(accounts.NormalizeEmail(request.NewEmail), NetworkAddresses.Of(context), context.CancellationToken);
        await using var batch = dataSource.CreateBatch();
        RequestIds.Append(batch, key, response);
        letters.Append(batch, LetterKind.ChangeEmail, request.NewEmail, account.UserId);
        await batch.ExecuteNonQueryAsync(context.CancellationToken);
        letters.Wake();
        return response;
    }

    public async Task<Profile> ConfirmEmailChangeAsync(ConfirmEmailChangeRequest request, RequestKey key, ServerCallContext context)
    {
        var account = await OfCallerAsync(context);
        var old = account.Email;
        if (Links.Read(request.LinkToken) is not { } link
            || link.UserId != account.UserId
            || !await accounts.VerifyUserTokenAsync(account, Links.DayProvider, UserManager<Account>.GetChangeEmailTokenPurpose(link.Email), link.Token))
        {
            throw IdentityRefusals.InvalidLink();
        }

        // Whoever began an account with the address and never showed himself is not its owner: this caller has.
        await using (var batch = dataSource.CreateBatch())
        {
            batch.Append(EraseUnverified, accounts.NormalizeEmail(link.Email));
            await batch.ExecuteNonQueryAsync(context.CancellationToken);
        }

        var profile = new Profile();
        store.Together(batch =>
        {
            profile = Profiles.ToMessage(account);
            RequestIds.Append(batch, key, profile);
            letters.Append(batch, LetterKind.EmailChanged, old, account.UserId);
        });
        if (!(await accounts.ChangeEmailAsync(account, link.Email, link.Token)).Succeeded)
        {
            throw IdentityRefusals.InvalidLink();
        }

        letters.Wake();
        return profile;
    }

    public async Task<DeleteAccountResponse> DeleteAccountAsync(DeleteAccountRequest request, RequestKey key, ServerCallContext context)
    {
        var response = new DeleteAccountResponse();
        var account = await OfCallerAsync(context);
        await CheckPasswordAsync(account, request.Password, context);
        var subject = account.UserId.ToString();
        await using var batch = dataSource.CreateBatch();
        AdminGuard.Append(batch, account.UserId);
        batch.Append(EraseAnswers, subject);
        batch.Append(EraseLetters, account.UserId, account.Email);
        SessionStore.AppendEndAll(batch, subject, except: Guid.Empty);
        batch.Append(EraseAccount, account.UserId);
        RequestIds.Append(batch, key, response);
        outbox.Append(batch, new UserDeleted { UserId = subject, DeleteTime = time.GetUtcNow().ToTimestamp() });
        await AdminGuard.ExecuteAsync(batch, context.CancellationToken);
        outbox.Wake();
        return response;
    }

    private async Task<Account> OfCallerAsync(ServerCallContext context) =>
        await store.FindByIdAsync(Caller.Of(context).Id, context.CancellationToken) ?? throw IdentityRefusals.AccountGone();

    private async Task CheckPasswordAsync(Account account, string password, ServerCallContext context)
    {
        var address = NetworkAddresses.Of(context);
        await guesses.TryPasswordAsync(account.NormalizedEmail, address, context.CancellationToken);
        if (!passwords.Match(account, password))
        {
            throw IdentityRefusals.InvalidCredentials();
        }

        await using var batch = dataSource.CreateBatch();
        guesses.AppendSuccess(batch, account.NormalizedEmail, address);
        await batch.ExecuteNonQueryAsync(context.CancellationToken);
    }

    private static void Check(IdentityResult result, string passwordField)
    {
        if (result.Succeeded)
        {
            return;
        }

        var error = result.Errors.First();
        throw error.Code switch
        {
            nameof(IdentityErrorDescriber.ConcurrencyFailure) => IdentityRefusals.ConcurrentChange(),
            nameof(IdentityErrorDescriber.InvalidToken) => IdentityRefusals.InvalidLink(),
            nameof(IdentityErrorDescriber.PasswordMismatch) => IdentityRefusals.InvalidCredentials(),
            _ => ShopErrors.InvalidArgument(passwordField, error.Description),
        };
    }
}
