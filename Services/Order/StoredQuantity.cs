using Shop.Contracts.Order.V1;

namespace Shop.Orders;

/// <summary>Pieces of a SKU in a parcel or a refund.</summary>
internal sealed record StoredQuantity(string Sku, int Quantity)
{
    public LineQuantity ToMessage() => new() { Sku = Sku, Quantity = Quantity };
}
