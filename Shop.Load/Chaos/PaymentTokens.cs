namespace Shop.Load.Chaos;

/// <summary>What shoppers pay with: mostly something that works, and now and then each of the ways in which a payment goes wrong.</summary>
internal static class PaymentTokens
{
    public const string Approved = "tok_approved";

    private static readonly IReadOnlyList<(string Token, int Weight)> Mix =
    [
        (Approved, 64),
        ("tok_declined", 8),
        ("tok_slow", 5),
        ("tok_timeout_after_charge", 3),
        ("tok_webhook_duplicate", 5),
        ("tok_webhook_late", 5),
        ("tok_webhook_first", 5),
        ("tok_flaky", 5),
    ];

    public static string Any(Random random)
    {
        var left = random.Next(Mix.Sum(entry => entry.Weight));
        return Mix.First(entry => (left -= entry.Weight) < 0).Token;
    }
}
