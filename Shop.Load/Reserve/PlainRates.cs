namespace Shop.Load.Reserve;

/// <summary>How many an UPDATE and commit per buyer sells a second, in one round.</summary>
/// <param name="Hot">When all buy the same.</param>
/// <param name="Spread">When each buys any of the spread goods.</param>
internal sealed record PlainRates(double Hot, double Spread);
