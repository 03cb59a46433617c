namespace Shop.Load.Checkout;

/// <summary>What a run of the benchmark does.</summary>
/// <param name="Shoppers">How many check out at once.</param>
/// <param name="Orders">How many orders they place in all, in each of the two passes.</param>
internal sealed record CheckoutOptions(int Shoppers, int Orders);
