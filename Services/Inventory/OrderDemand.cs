namespace Shop.Inventory;

/// <summary>What an order wants held.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Quantities">Pieces by SKU, in SKU order.</param>
/// <param name="Ttl">How long they are held.</param>
internal sealed record OrderDemand(Guid OrderId, SortedDictionary<string, int> Quantities, TimeSpan Ttl);
