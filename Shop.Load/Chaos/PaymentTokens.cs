namespace Shop.Load.Chaos;

/// <summary>What shoppers pay with: mostly something that works.</summary>
internal static class PaymentTokens
{
    public const string Approved = "tok_approved";

    public static string Any(Random random) => random.Next(100) switch
    {
        _ => Approved,
    };
}
