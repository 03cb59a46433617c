using System.ComponentModel.DataAnnotations;

namespace Shop.PaymentProvider;

/// <summary>How the test provider behaves. Configuration section <c>Provider</c>.</summary>
internal sealed class ProviderOptions
{
    /// <summary>The key that the shop has to show.</summary>
    [Required]
    public required string SecretKey { get; set; }

    /// <summary>Where webhooks go; none are sent while it is not set.</summary>
    public Uri? WebhookUrl { get; set; }

    /// <summary>What webhooks are signed with; with several, a webhook carries a signature by each.</summary>
    [MinLength(1)]
    public required IReadOnlyList<string> WebhookSecrets { get; set; }

    /// <summary>How long after it happened a webhook is sent.</summary>
    public TimeSpan WebhookDelay { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long after it happened a late webhook is sent.</summary>
    public TimeSpan LateDelay { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long <see cref="Tokens.Slow"/> takes.</summary>
    public TimeSpan SlowDelay { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a call that is never answered keeps its connection.</summary>
    public TimeSpan NeverDelay { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How many of the calls for <see cref="Tokens.Flaky"/> fail, 0 to 1; half of them have been done then.</summary>
    [Range(0, 1)]
    public double FlakyRate { get; set; } = 0.5;
}
