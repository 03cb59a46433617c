namespace Shop.PaymentProvider;

/// <summary>Money given back, or to be given back: the shop's id of it, and how much.</summary>
internal sealed record RefundEntry(Guid Reference, long Amount);
