namespace Shop.Payments;

/// <summary>Asks the provider to hold no money, by our reference.</summary>
internal sealed record WireVoid(Guid Reference, long Amount, string Currency);
