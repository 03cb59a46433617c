using System.ComponentModel.DataAnnotations;

namespace Shop.Payments;

/// <summary>The payment provider, and how its webhooks are known to be its own. Configuration section <c>Provider</c>.</summary>
internal sealed class ProviderOptions
{
    /// <summary>Where its API is.</summary>
    [Required]
    public required Uri Url { get; set; }

    /// <summary>The secret key that we are known by.</summary>
    [Required]
    public required string SecretKey { get; set; }

    /// <summary>What webhooks are signed with. Several while one is replaced by another: each is valid.</summary>
    [MinLength(1)]
    public required IReadOnlyList<string> WebhookSecrets { get; set; }

    /// <summary>How far the time stamp of a webhook may be from now: an old one may be a replay.</summary>
    public TimeSpan WebhookTolerance { get; set; } = TimeSpan.FromMinutes(5);
}
