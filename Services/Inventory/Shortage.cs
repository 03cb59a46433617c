namespace Shop.Inventory;

/// <summary>How far the stock of a SKU falls short of what an order wants.</summary>
internal sealed record Shortage(string Sku, int Requested, int Available);
