namespace Shop.Carts;

/// <summary>What Inventory could sell a moment ago: a hint to the shopper, as the order decides.</summary>
internal sealed class RecentStock(TimeProvider time) : RecentAnswers<int>(TimeSpan.FromSeconds(1), time);
