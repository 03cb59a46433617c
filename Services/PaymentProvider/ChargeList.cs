namespace Shop.PaymentProvider;

/// <summary>The payments of a reference, newest first.</summary>
internal sealed record ChargeList(IReadOnlyList<Charge> Data);
