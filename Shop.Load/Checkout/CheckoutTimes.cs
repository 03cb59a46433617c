namespace Shop.Load.Checkout;

/// <param name="Placed">How long PlaceOrder took to answer.</param>
/// <param name="Confirmed">How long after the answer CONFIRMED was seen; zero for a shopper who does not watch.</param>
internal sealed record CheckoutTimes(TimeSpan Placed, TimeSpan Confirmed);
