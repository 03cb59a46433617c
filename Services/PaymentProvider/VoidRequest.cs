namespace Shop.PaymentProvider;

/// <summary>Asks to hold no money for a reference, whether it was charged or still is to be.</summary>
internal sealed record VoidRequest(Guid Reference, long Amount, string Currency);
