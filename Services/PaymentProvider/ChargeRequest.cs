namespace Shop.PaymentProvider;

/// <summary>Asks to hold money.</summary>
internal sealed record ChargeRequest(Guid Reference, long Amount, string Currency, string PaymentToken);
