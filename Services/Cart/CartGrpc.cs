using System.Globalization;
using System.Security.Cryptography;
using Google.Protobuf;
using Grpc.Core;
using Shop.Contracts.Cart.V1;
using Shop.ServiceDefaults.Grpc;
using Shop.ServiceDefaults.Security;

namespace Shop.Carts;

/// <summary>The Cart service as its contract states it.</summary>
internal sealed class CartGrpc(CartStore store, FactFinder facts, TimeProvider time) : CartService.CartServiceBase
{
    private const string QuantityRange = "must be 1 to 999";

    public override async Task<Cart> GetCart(GetCartRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        var stored = await store.ReadAsync(caller);
        var found = await FindFactsAsync(stored, context);
        if (request.MarkSeen && found.Listings is { } listings)
        {
            await store.MarkSeenAsync(caller, stored.Lines.Where(line => listings.ContainsKey(line.Sku)).Select(line => (line.Sku, listings[line.Sku])));
        }

        return CartView.Compose(caller, stored, found, time.GetUtcNow());
    }

    public override async Task<Cart> AddItem(AddItemRequest request, ServerCallContext context)
    {
        new Violations()
            .RequireUuid(request.RequestId, "request_id")
            .RequireSku(request.Sku, "sku")
            .Require(request.Quantity is >= 1 and <= CartLimits.Quantity, "quantity", QuantityRange)
            .ThrowIfAny();
        var listing = await ListingOfAsync(request.Sku, context);
        return await ChangeAsync(new CartChange("add", request.RequestId, FingerprintOf(request), request.Etag, request.Sku, request.Quantity, listing), context);
    }

    public override Task<Cart> SetQuantity(SetQuantityRequest request, ServerCallContext context)
    {
        new Violations()
            .RequireUuid(request.RequestId, "request_id")
            .RequireSku(request.Sku, "sku")
            .Require(request.Quantity is >= 0 and <= CartLimits.Quantity, "quantity", "must be 0 to 999")
            .ThrowIfAny();
        return ChangeAsync(new CartChange("set", request.RequestId, FingerprintOf(request), request.Etag, request.Sku, request.Quantity), context);
    }

    public override Task<Cart> RemoveItem(RemoveItemRequest request, ServerCallContext context)
    {
        if (request.Saved)
        {
            throw ShopErrors.Unimplemented("Saving for later");
        }

        new Violations().RequireUuid(request.RequestId, "request_id").RequireSku(request.Sku, "sku").ThrowIfAny();
        return ChangeAsync(new CartChange("remove", request.RequestId, FingerprintOf(request), request.Etag, request.Sku), context);
    }

    public override Task<Cart> ClearCart(ClearCartRequest request, ServerCallContext context)
    {
        new Violations().RequireUuid(request.RequestId, "request_id").ThrowIfAny();
        return ChangeAsync(new CartChange("clear", request.RequestId, FingerprintOf(request), request.Etag), context);
    }

    public override Task<Cart> SaveForLater(SaveForLaterRequest request, ServerCallContext context) => throw ShopErrors.Unimplemented(nameof(SaveForLater));

    public override Task<Cart> MoveToCart(MoveToCartRequest request, ServerCallContext context) => throw ShopErrors.Unimplemented(nameof(MoveToCart));

    public override Task<Cart> MergeCart(MergeCartRequest request, ServerCallContext context) => throw ShopErrors.Unimplemented(nameof(MergeCart));

    private async Task<Cart> ChangeAsync(CartChange change, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        var result = await store.ChangeAsync(caller, change);
        return result.Status == "OK"
            ? CartView.Compose(caller, result.Cart, await FindFactsAsync(result.Cart, context), time.GetUtcNow())
            : throw RefusalOf(result, change);
    }

    private async Task<KnownListing> ListingOfAsync(string sku, ServerCallContext context)
    {
        try
        {
            return await facts.FindListingAsync(sku, context.CancellationToken) ?? throw ShopErrors.NotFound("sku", sku);
        }
        catch (RpcException exception) when (exception.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded)
        {
            // Catalog is away: what is in the cart already has a listing that is known.
            var cart = await store.ReadAsync(Caller.Of(context));
            return cart.Lines.FirstOrDefault(line => line.Sku == sku)?.Listing
                ?? throw ShopErrors.Unavailable("CATALOG_UNAVAILABLE", "The catalog does not answer at the moment.", TimeSpan.FromSeconds(1));
        }
    }

    private Task<Facts> FindFactsAsync(StoredCart cart, ServerCallContext context) => facts.FindAsync([.. cart.Lines.Select(line => line.Sku)], context.CancellationToken);

    private static RpcException RefusalOf(CartChangeResult result, CartChange change) => result.Status switch
    {
        "REQUEST_ID_REUSED" => ShopErrors.InvalidRequest(result.Status, "This request_id was used before, with another request."),
        "ETAG_MISMATCH" => ShopErrors.Aborted(result.Status, "The cart has changed since."),
        "ITEM_NOT_FOUND" => ShopErrors.NotFound("item", change.Sku),
        "CART_FULL" => ShopErrors.FailedPrecondition(result.Status, $"The cart has {CartLimits.Lines} lines already."),
        "CURRENCY_MISMATCH" => ShopErrors.FailedPrecondition(result.Status, "The cart's prices are in another currency."),
        "QUANTITY_EXCEEDED" => ShopErrors.FailedPrecondition(
            result.Status,
            $"A line holds at most {CartLimits.Quantity} pieces.",
            new Dictionary<string, string> { ["quantity"] = result.Detail, ["limit"] = CartLimits.Quantity.ToString(CultureInfo.InvariantCulture) }),
        _ => throw new InvalidOperationException($"The cart script answered {result.Status}."),
    };

    private static string FingerprintOf(IMessage request) => Convert.ToHexStringLower(SHA256.HashData(request.ToByteArray()));
}
