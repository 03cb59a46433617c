using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Identity;
using Shop.Contracts.Identity.V1;

namespace Shop.Identity;

/// <summary>Finds out what there is to write.</summary>
internal sealed class LetterComposer(UserManager<Account> accounts, AccountStore store, TimeProvider time)
{
    /// <summary>The letter; null when the address has nothing to be told.</summary>
    public async Task<EmailRequested?> ComposeAsync(AskedLetter asked)
    {
        if (asked.Kind is LetterKind.EmailChanged or LetterKind.PasswordChanged)
        {
            return Letter(asked, asked.Kind, asked.UserId is { } id ? await store.FindByIdAsync(id, CancellationToken.None) : null);
        }

        var owner = await store.FindByEmailAsync(accounts.NormalizeEmail(asked.Email), CancellationToken.None);
        return asked.Kind switch
        {
            LetterKind.VerifyEmail when owner is { EmailVerified: false } => await VerifyAsync(asked, owner),
            LetterKind.AccountExists when owner is { EmailVerified: true } => Letter(asked, LetterKind.AccountExists, owner),
            // Registered just now, or once before.
            LetterKind.AccountExists when owner is not null => await VerifyAsync(asked, owner),
            LetterKind.ResetPassword when owner is not null => Letter(
                asked, LetterKind.ResetPassword, owner, Links.Write(owner.UserId, await accounts.GeneratePasswordResetTokenAsync(owner)), Links.Hour),
            LetterKind.ChangeEmail => await ChangeAsync(asked, owner),
            _ => null,
        };
    }

    private async Task<EmailRequested> VerifyAsync(AskedLetter asked, Account owner) =>
        Letter(asked, LetterKind.VerifyEmail, owner, Links.Write(owner.UserId, await accounts.GenerateEmailConfirmationTokenAsync(owner)), Links.Day);

    private async Task<EmailRequested?> ChangeAsync(AskedLetter asked, Account? owner)
    {
        if (owner is { EmailVerified: true })
        {
            return Letter(asked, LetterKind.AccountExists, owner);
        }

        return await store.FindByIdAsync(asked.UserId ?? Guid.Empty, CancellationToken.None) is { } account
            ? Letter(asked, LetterKind.ChangeEmail, account, Links.Write(account.UserId, await accounts.GenerateChangeEmailTokenAsync(account, asked.Email), asked.Email), Links.Day)
            : null;
    }

    private EmailRequested Letter(AskedLetter asked, LetterKind kind, Account? account, string linkToken = "", TimeSpan? lifetime = null) => new()
    {
        LetterId = asked.LetterId.ToString(),
        Kind = kind,
        Email = asked.Email,
        DisplayName = account?.DisplayName ?? "",
        LanguageCode = account?.LanguageCode ?? "",
        LinkToken = linkToken,
        ExpireTime = lifetime is { } value ? (time.GetUtcNow() + value).ToTimestamp() : null,
        UserId = account?.UserId.ToString() ?? "",
    };
}
