using System.ComponentModel.DataAnnotations;

namespace Shop.Identity;

/// <summary>Configuration section <c>Identity</c>.</summary>
internal sealed class AccountOptions
{
    /// <summary>What is sealed, signed and hashed here is so by keys derived from it. All replicas have the same.</summary>
    [Required]
    [MinLength(32)]
    public string Secret { get; set; } = "";

    /// <summary>The first administrator's e-mail address; there is none when it is empty.</summary>
    public string AdminEmail { get; set; } = "";

    /// <summary>The first administrator's password. Counts when the account is made, and never again.</summary>
    public string AdminPassword { get; set; } = "";

    /// <summary>Where the links of letters lead to, for the log of Development.</summary>
    public Uri LinkBase { get; set; } = new("http://localhost:5080/");

    /// <summary>How long an access token is valid.</summary>
    public TimeSpan AccessLifetime { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a session lives without being refreshed.</summary>
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long a customer's session lives in any case; a guest's has no such end, as there is nobody to sign in again.</summary>
    public TimeSpan LongestSession { get; set; } = TimeSpan.FromDays(180);

    /// <summary>How long an account that was never verified is kept.</summary>
    public TimeSpan UnverifiedLifetime { get; set; } = TimeSpan.FromDays(7);
}
