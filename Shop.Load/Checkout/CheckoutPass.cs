namespace Shop.Load.Checkout;

/// <param name="Checkouts">One entry an order.</param>
/// <param name="Duration">How long they took together.</param>
/// <param name="Calls">What ran on the databases meanwhile and until everything was at rest.</param>
/// <param name="CallsTime">How long that was.</param>
internal sealed record CheckoutPass(IReadOnlyList<CheckoutTimes> Checkouts, TimeSpan Duration, Dictionary<Statement, long> Calls, TimeSpan CallsTime);
