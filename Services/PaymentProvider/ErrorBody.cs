namespace Shop.PaymentProvider;

/// <summary>An error, with the payment that it is about.</summary>
internal sealed record ErrorBody(ErrorInfo Error, Charge? Payment);
