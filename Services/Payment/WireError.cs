namespace Shop.Payments;

/// <summary>An error in the provider's JSON, with the payment that it is about.</summary>
internal sealed record WireError(WireErrorInfo? Error, WirePayment? Payment);
