using System.Collections.Frozen;

namespace Shop.PaymentProvider;

/// <summary>
/// What a payment token makes the test provider do. A token that is not here is declined as <c>invalid_token</c>.
/// </summary>
internal static class Tokens
{
    /// <summary>Approved.</summary>
    public const string Approved = "tok_approved";

    /// <summary>Approved, but it takes some seconds.</summary>
    public const string Slow = "tok_slow";

    /// <summary>Approved and charged, but the call is never answered, however often it is repeated, and the webhook is late.</summary>
    public const string TimeoutAfterCharge = "tok_timeout_after_charge";

    /// <summary>Approved; each webhook comes three times.</summary>
    public const string WebhookDuplicate = "tok_webhook_duplicate";

    /// <summary>Approved; each webhook comes late, after what happened next.</summary>
    public const string WebhookLate = "tok_webhook_late";

    /// <summary>Approved; each webhook comes before the answer.</summary>
    public const string WebhookFirst = "tok_webhook_first";

    /// <summary>Approved; a share of all calls about it fails with 500, half of them after they were done.</summary>
    public const string Flaky = "tok_flaky";

    private static readonly FrozenDictionary<string, string?> DeclineCodes = new Dictionary<string, string?>
    {
        [Approved] = null,
        [Slow] = null,
        [TimeoutAfterCharge] = null,
        [WebhookDuplicate] = null,
        [WebhookLate] = null,
        [WebhookFirst] = null,
        [Flaky] = null,
        ["tok_declined"] = "generic_decline",
        ["tok_declined_insufficient_funds"] = "insufficient_funds",
        ["tok_declined_expired"] = "expired_card",
        ["tok_declined_fraud"] = "fraudulent",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Why a token is declined; null when it is approved.</summary>
    public static string? DeclineCodeOf(string token) => DeclineCodes.TryGetValue(token, out var code) ? code : "invalid_token";
}
