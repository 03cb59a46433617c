using System.Collections.Frozen;
using Microsoft.AspNetCore.Identity;

namespace Shop.Identity;

/// <summary>
/// What a password has to be (NIST SP 800-63B): long enough, and none that is guessed first. No classes of characters: they make
/// passwords worse.
/// </summary>
internal sealed class PasswordRules : IPasswordValidator<Account>
{
    public const int Shortest = 8;
    public const int Longest = 128;

    private const int FewDistinct = 3;

    private static readonly FrozenSet<string> MostGuessed = Read().ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public Task<IdentityResult> ValidateAsync(UserManager<Account> manager, Account user, string? password) =>
        Task.FromResult(Fault(password ?? "", user.Email) is { } fault
            ? IdentityResult.Failed(new IdentityError { Code = "Password", Description = fault })
            : IdentityResult.Success);

    /// <summary>What is wrong with a password; null when it will do.</summary>
    public static string? Fault(string password, string email)
    {
        if (password.Length is < Shortest or > Longest)
        {
            return $"must be {Shortest} to {Longest} characters";
        }

        // What people append to a word that is too well known.
        var core = password.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '!', '.', '?', '*', '#', '$', '_', '-');
        if (MostGuessed.Contains(password) || MostGuessed.Contains(core) || password.Distinct().Count() < FewDistinct || IsSequence(password))
        {
            return "is among the first that anybody would guess";
        }

        var local = email.Split('@')[0];
        return password.Equals(email, StringComparison.OrdinalIgnoreCase) || (local.Length > 0 && core.Equals(local, StringComparison.OrdinalIgnoreCase))
            ? "must not be the e-mail address"
            : null;
    }

    private static bool IsSequence(string password) =>
        Enumerable.Range(1, password.Length - 1).All(i => password[i] - password[i - 1] == 1) || Enumerable.Range(1, password.Length - 1).All(i => password[i] - password[i - 1] == -1);

    private static IEnumerable<string> Read()
    {
        using var resource = typeof(PasswordRules).Assembly.GetManifestResourceStream("passwords.txt")!;
        using var reader = new StreamReader(resource);
        while (reader.ReadLine() is { } line)
        {
            foreach (var word in line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                yield return word;
            }
        }
    }
}
