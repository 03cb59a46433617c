using Shop.Contracts.Order.V1;
using Shop.Contracts.Types.V1;

namespace Shop.Orders;

/// <summary>A line as it travels between code and table, in one JSON array for all lines of an order.</summary>
internal sealed record StoredLine(
    string Sku, string ProductId, string Name, IReadOnlyList<StoredOption> Options, string ImageUrl, long UnitPrice, int Quantity,
    int ShippedQuantity, int RefundedQuantity, int WithdrawnQuantity)
{
    public static StoredLine Of(OrderLine line) => new(
        line.Sku, line.ProductId, line.Name, [.. line.Options.Select(option => new StoredOption(option.Name, option.Value))], line.ImageUrl,
        line.UnitPrice.MinorUnits, line.Quantity, line.ShippedQuantity, line.RefundedQuantity, line.WithdrawnQuantity);

    public OrderLine ToMessage(string currency) => new()
    {
        Sku = Sku,
        ProductId = ProductId,
        Name = Name,
        Options = { Options.Select(option => new SelectedOption { Name = option.Name, Value = option.Value }) },
        ImageUrl = ImageUrl,
        UnitPrice = new Money { CurrencyCode = currency, MinorUnits = UnitPrice },
        Quantity = Quantity,
        LineTotal = new Money { CurrencyCode = currency, MinorUnits = UnitPrice * Quantity },
        ShippedQuantity = ShippedQuantity,
        RefundedQuantity = RefundedQuantity,
        WithdrawnQuantity = WithdrawnQuantity,
    };
}
