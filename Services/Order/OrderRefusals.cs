using System.Globalization;
using Grpc.Core;
using Shop.Contracts.Order.V1;
using Shop.Contracts.Types.V1;
using Shop.ServiceDefaults.Grpc;

namespace Shop.Orders;

/// <summary>Why something that is asked of an order is not done.</summary>
internal static class OrderRefusals
{
    public static RpcException NotFound(string orderId) => ShopErrors.NotFound("order", orderId);

    public static RpcException EtagMismatch() => ShopErrors.Aborted("ETAG_MISMATCH", "The order has changed since; read it again.");

    public static RpcException WrongState(Order order, string description) =>
        ShopErrors.FailedPrecondition("WRONG_STATE", description, new Dictionary<string, string> { ["state"] = NameOf(order.State) });

    /// <param name="left">What is left of each SKU of which too much was asked for.</param>
    public static RpcException QuantityExceeded(IReadOnlyDictionary<string, int> left) => ShopErrors.FailedPrecondition(
        "QUANTITY_EXCEEDED",
        "That is more than is left.",
        left.ToDictionary(entry => entry.Key, entry => entry.Value.ToString(CultureInfo.InvariantCulture)),
        [.. left.Select(entry => (entry.Key, $"{entry.Value} left"))]);

    public static RpcException AmountExceeded(Money left) => ShopErrors.FailedPrecondition(
        "AMOUNT_EXCEEDED",
        "That is more than is left of the order's total.",
        new Dictionary<string, string> { ["currency_code"] = left.CurrencyCode, ["minor_units"] = left.MinorUnits.ToString(CultureInfo.InvariantCulture) });

    // As the contract spells it.
    private static string NameOf(OrderState state) =>
        OrderReflection.Descriptor.FindTypeByName<Google.Protobuf.Reflection.EnumDescriptor>(nameof(OrderState)).FindValueByNumber((int)state).Name;
}
