namespace Shop.Payments;

/// <summary>Asks the provider to hold money.</summary>
internal sealed record WireAuthorize(Guid Reference, long Amount, string Currency, string PaymentToken);
