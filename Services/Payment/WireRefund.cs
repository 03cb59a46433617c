namespace Shop.Payments;

/// <summary>A refund in the provider's JSON: our id of it, and how much.</summary>
internal sealed record WireRefund(Guid Reference, long Amount);
