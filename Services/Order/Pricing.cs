using Shop.Contracts.Cart.V1;
using Shop.Contracts.Catalog.V1;
using Shop.Contracts.Order.V1;
using Shop.Contracts.Types.V1;

namespace Shop.Orders;

/// <summary>Prices an order: the cart says what and how many, Catalog says for how much. Pure.</summary>
internal static class Pricing
{
    /// <summary>The SKUs of the cart that Catalog does not sell any more.</summary>
    public static IReadOnlyList<string> Unavailable(Cart cart, BatchGetVariantsResponse catalog)
    {
        var sold = catalog.Listings.Select(listing => listing.Variant.Sku).ToHashSet(StringComparer.Ordinal);
        return [.. cart.Lines.Select(line => line.Sku).Where(sku => !sold.Contains(sku))];
    }

    /// <summary>The lines of the order, in SKU order.</summary>
    /// <exception cref="OverflowException">A sum is beyond what money can be.</exception>
    public static IReadOnlyList<OrderLine> Lines(Cart cart, BatchGetVariantsResponse catalog)
    {
        var listings = catalog.Listings.ToDictionary(listing => listing.Variant.Sku, StringComparer.Ordinal);
        return [.. cart.Lines.OrderBy(line => line.Sku, StringComparer.Ordinal).Select(line => LineOf(line, listings[line.Sku]))];
    }

    /// <summary>The sum of the lines; null when they are not all in one currency.</summary>
    public static Money? Total(IReadOnlyList<OrderLine> lines)
    {
        var currency = lines[0].UnitPrice.CurrencyCode;
        return lines.All(line => line.UnitPrice.CurrencyCode == currency)
            ? new Money { CurrencyCode = currency, MinorUnits = lines.Aggregate(0L, (sum, line) => checked(sum + line.LineTotal.MinorUnits)) }
            : null;
    }

    private static OrderLine LineOf(CartLine line, VariantListing listing)
    {
        var price = listing.Variant.Price;
        return new OrderLine
        {
            Sku = line.Sku,
            ProductId = listing.ProductId,
            Name = listing.ProductName,
            Options = { listing.Variant.Options },
            ImageUrl = listing.Image?.Url ?? "",
            UnitPrice = price,
            Quantity = line.Quantity,
            LineTotal = new Money { CurrencyCode = price.CurrencyCode, MinorUnits = checked(price.MinorUnits * line.Quantity) },
        };
    }
}
