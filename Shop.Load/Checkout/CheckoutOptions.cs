namespace Shop.Load.Checkout;

/// <summary>What a run of the benchmark does.</summary>
/// <param name="Shoppers">How many check out at once.</param>
/// <param name="Orders">How many orders they place in all, in each of the passes.</param>
/// <param name="Thinking">How long a shopper who is in no hurry looks around before each order, on average.</param>
internal sealed record CheckoutOptions(int Shoppers, int Orders, TimeSpan Thinking);
