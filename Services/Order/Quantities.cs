using Shop.Contracts.Order.V1;
using Shop.ServiceDefaults.Grpc;

namespace Shop.Orders;

/// <summary>Pieces of an order's lines, as a request names them. Pure.</summary>
internal static class Quantities
{
    /// <summary>The lines that are named with how many pieces of each, in SKU order; all that is left when none is named.</summary>
    /// <param name="order">The order.</param>
    /// <param name="named">What the request names, a SKU at most once.</param>
    /// <param name="left">How many pieces of a line there are to name.</param>
    /// <exception cref="Grpc.Core.RpcException">More is named than is left, or a SKU that is not in the order.</exception>
    public static IReadOnlyList<(OrderLine Line, int Quantity)> Of(Order order, IReadOnlyCollection<LineQuantity> named, Func<OrderLine, int> left)
    {
        if (named.Count == 0)
        {
            return [.. order.Lines.Select(line => (line, left(line))).Where(entry => entry.Item2 > 0)];
        }

        var quantities = named.ToDictionary(line => line.Sku, line => line.Quantity, StringComparer.Ordinal);
        var lines = order.Lines.Where(line => quantities.ContainsKey(line.Sku)).Select(line => (Line: line, Quantity: quantities[line.Sku])).ToList();
        if (lines.Count < quantities.Count)
        {
            throw ShopErrors.InvalidArgument("lines", "must be SKUs of the order");
        }

        var exceeded = lines.Where(entry => entry.Quantity > left(entry.Line)).ToDictionary(entry => entry.Line.Sku, entry => left(entry.Line), StringComparer.Ordinal);
        return exceeded.Count == 0 ? lines : throw OrderRefusals.QuantityExceeded(exceeded);
    }

    public static IEnumerable<LineQuantity> ToMessages(IEnumerable<(OrderLine Line, int Quantity)> lines) =>
        lines.Select(entry => new LineQuantity { Sku = entry.Line.Sku, Quantity = entry.Quantity });
}
