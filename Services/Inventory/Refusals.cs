using System.Globalization;
using Grpc.Core;
using Shop.ServiceDefaults.Grpc;

namespace Shop.Inventory;

/// <summary>The errors of reservations, as the contract states them.</summary>
internal static class Refusals
{
    public static RpcException OutOfStock(IReadOnlyList<Shortage> shortages) => ShopErrors.FailedPrecondition(
        "OUT_OF_STOCK",
        "Not enough is in stock.",
        shortages.ToDictionary(shortage => shortage.Sku, shortage => shortage.Available.ToString(CultureInfo.InvariantCulture)),
        [.. shortages.Select(shortage => (shortage.Sku, $"{shortage.Requested} wanted, {shortage.Available} available"))]);

    public static RpcException AlreadyReleased(string orderId) =>
        ShopErrors.FailedPrecondition("RESERVATION_RELEASED", $"The reservation of order {orderId} was released.");

    public static RpcException Mismatch(string orderId) =>
        ShopErrors.InvalidRequest("RESERVATION_MISMATCH", $"Order {orderId} holds a reservation with other lines.");
}
