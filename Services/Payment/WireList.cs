namespace Shop.Payments;

/// <summary>A list in the provider's JSON.</summary>
internal sealed record WireList(IReadOnlyList<WirePayment> Data);
