namespace Shop.Payments;

/// <summary>Money that the provider gave back.</summary>
internal sealed record ProviderRefund(Guid RefundId, long Amount);
