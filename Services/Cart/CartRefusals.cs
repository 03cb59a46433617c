using System.Globalization;
using Grpc.Core;
using Shop.ServiceDefaults.Grpc;

namespace Shop.Carts;

/// <summary>Why <c>change.lua</c> changed nothing, as an error of the contract.</summary>
internal static class CartRefusals
{
    /// <summary>The status of a change that was carried out, now or before.</summary>
    public const string None = "OK";

    public static RpcException Of(CartChangeResult result, CartChange change) => result.Status switch
    {
        "REQUEST_ID_REUSED" => ShopErrors.InvalidRequest(result.Status, "This request_id was used before, with another request."),
        "ETAG_MISMATCH" => ShopErrors.Aborted(result.Status, "The cart has changed since."),
        "ITEM_NOT_FOUND" => ShopErrors.NotFound("item", change.Sku),
        "CART_FULL" => ShopErrors.FailedPrecondition(result.Status, $"There are {CartLimits.Lines} lines already."),
        "CURRENCY_MISMATCH" => ShopErrors.FailedPrecondition(result.Status, "The cart's prices are in another currency."),
        "QUANTITY_EXCEEDED" => ShopErrors.FailedPrecondition(
            result.Status,
            $"A line holds at most {CartLimits.Quantity} pieces.",
            new Dictionary<string, string> { ["quantity"] = result.Detail, ["limit"] = CartLimits.Quantity.ToString(CultureInfo.InvariantCulture) }),
        _ => throw new InvalidOperationException($"The cart script answered {result.Status}."),
    };
}
