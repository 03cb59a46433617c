using System.Buffers;
using Shop.Contracts.Cart.V1;
using Shop.ServiceDefaults.Grpc;

namespace Shop.Carts;

/// <summary>What a request must be before anything is asked or changed. Pure.</summary>
internal static class CartRules
{
    private const int LongestEtag = 64;
    private const int LongestOwner = 128;
    private static readonly SearchValues<char> OwnerCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:-");

    public static void Check(AddItemRequest request) => Common(request.RequestId, request.Etag)
        .RequireSku(request.Sku, "sku")
        .Require(request.Quantity is >= 1 and <= CartLimits.Quantity, "quantity", "must be 1 to 999")
        .ThrowIfAny();

    public static void Check(SetQuantityRequest request) => Common(request.RequestId, request.Etag)
        .RequireSku(request.Sku, "sku")
        .Require(request.Quantity is >= 0 and <= CartLimits.Quantity, "quantity", "must be 0 to 999")
        .ThrowIfAny();

    public static void Check(ClearCartRequest request) => Common(request.RequestId, request.Etag).ThrowIfAny();

    public static void Check(string requestId, string sku, string etag) => Common(requestId, etag).RequireSku(sku, "sku").ThrowIfAny();

    public static void Check(MergeCartRequest request) => new Violations()
        .RequireUuid(request.RequestId, "request_id")
        .Require(IsOwner(request.GuestOwnerId), "guest_owner_id", "must be 1 to 128 characters of A-Z a-z 0-9 . _ : -")
        .Require(IsOwner(request.CustomerOwnerId), "customer_owner_id", "must be 1 to 128 characters of A-Z a-z 0-9 . _ : -")
        .Require(request.GuestOwnerId != request.CustomerOwnerId, "customer_owner_id", "must be another one than guest_owner_id")
        .ThrowIfAny();

    private static Violations Common(string requestId, string etag) => new Violations()
        .RequireUuid(requestId, "request_id")
        .Require(etag.Length <= LongestEtag, "etag", "must be an etag of a cart");

    private static bool IsOwner(string id) => id.Length is >= 1 and <= LongestOwner && !id.AsSpan().ContainsAnyExcept(OwnerCharacters);
}
