namespace Shop.Identity;

/// <summary>An account, as UserManager works on it.</summary>
internal sealed class Account
{
    public Guid UserId { get; init; }

    public string Email { get; set; } = "";

    public string NormalizedEmail { get; set; } = "";

    public bool EmailVerified { get; set; }

    public string PasswordHash { get; set; } = "";

    public string SecurityStamp { get; set; } = "";

    public string ConcurrencyStamp { get; set; } = "";

    public string DisplayName { get; set; } = "";

    public string LanguageCode { get; set; } = "";

    public List<string> Roles { get; init; } = [];

    /// <summary><see cref="DateTimeOffset.MaxValue"/> when an administrator has locked it.</summary>
    public DateTimeOffset? LockoutEnd { get; set; }

    public DateTimeOffset CreateTime { get; init; }

    public DateTimeOffset UpdateTime { get; set; }

    public DateTimeOffset? SignInTime { get; set; }

    public bool IsLocked(DateTimeOffset now) => LockoutEnd > now;
}
