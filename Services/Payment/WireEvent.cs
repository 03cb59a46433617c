namespace Shop.Payments;

/// <summary>A webhook's body: something happened to a payment, which is given as it was then.</summary>
internal sealed record WireEvent(string Id, string Type, WirePayment Payment);
