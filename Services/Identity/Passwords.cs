using Microsoft.AspNetCore.Identity;

namespace Shop.Identity;

/// <summary>Compares passwords, in the same time whether there is an account or not.</summary>
internal sealed class Passwords(IPasswordHasher<Account> hasher)
{
    private static readonly Account Nobody = new();
    private readonly string _nobodysHash = hasher.HashPassword(Nobody, Guid.NewGuid().ToString());

    /// <summary>Whether the password is that of the account. A hash of an older kind is replaced in memory, for the next save.</summary>
    public bool Match(Account? account, string password)
    {
        var result = hasher.VerifyHashedPassword(account ?? Nobody, account?.PasswordHash ?? _nobodysHash, password);
        if (account is null || result == PasswordVerificationResult.Failed)
        {
            return false;
        }

        if (result == PasswordVerificationResult.SuccessRehashNeeded)
        {
            account.PasswordHash = hasher.HashPassword(account, password);
        }

        return true;
    }

    public string Hash(Account account, string password) => hasher.HashPassword(account, password);
}
