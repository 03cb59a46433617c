namespace Shop.PaymentProvider;

/// <summary>What is wrong.</summary>
internal sealed record ErrorInfo(string Code);
