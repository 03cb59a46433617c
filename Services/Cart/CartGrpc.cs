using Grpc.Core;
using Shop.Contracts.Cart.V1;
using Shop.ServiceDefaults.Grpc;
using Shop.ServiceDefaults.Security;

namespace Shop.Carts;

/// <summary>The Cart service as its contract states it: check what was asked, change the cart, show it.</summary>
internal sealed class CartGrpc(CartStore store, CartMerge merge, FactFinder facts, TimeProvider time) : CartService.CartServiceBase
{
    public override async Task<Cart> GetCart(GetCartRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        var stored = await store.ReadAsync(caller);
        var found = await facts.FindAsync(stored.Skus, context.CancellationToken);
        var refresh = CartRefresh.Of(stored, found, request.MarkSeen);
        if (refresh.IsNeeded)
        {
            await store.RefreshAsync(caller, refresh);
        }

        return CartView.Compose(caller, stored, found, time.GetUtcNow());
    }

    public override async Task<Cart> AddItem(AddItemRequest request, ServerCallContext context)
    {
        CartRules.Check(request);
        var change = new CartChange(CartOperations.Add, request.RequestId, Fingerprint.Of(request), request.Etag, request.Sku, request.Quantity);
        try
        {
            change = change with { Listing = await ListingOfAsync(request.Sku, context) };
        }
        catch (RpcException refusal) when (refusal.StatusCode is StatusCode.NotFound or StatusCode.Unavailable)
        {
            // A repeat needs no listing: what it asks for has been done.
            if (!await store.IsKnownAsync(Caller.Of(context), change))
            {
                throw;
            }
        }

        return await ChangeAsync(change, context);
    }

    public override Task<Cart> SetQuantity(SetQuantityRequest request, ServerCallContext context)
    {
        CartRules.Check(request);
        return ChangeAsync(new CartChange(CartOperations.Set, request.RequestId, Fingerprint.Of(request), request.Etag, request.Sku, request.Quantity), context);
    }

    public override Task<Cart> RemoveItem(RemoveItemRequest request, ServerCallContext context)
    {
        CartRules.Check(request.RequestId, request.Sku, request.Etag);
        var operation = request.Saved ? CartOperations.RemoveSaved : CartOperations.Remove;
        return ChangeAsync(new CartChange(operation, request.RequestId, Fingerprint.Of(request), request.Etag, request.Sku), context);
    }

    public override Task<Cart> ClearCart(ClearCartRequest request, ServerCallContext context)
    {
        CartRules.Check(request);
        return ChangeAsync(new CartChange(CartOperations.Clear, request.RequestId, Fingerprint.Of(request), request.Etag), context);
    }

    public override Task<Cart> SaveForLater(SaveForLaterRequest request, ServerCallContext context)
    {
        CartRules.Check(request.RequestId, request.Sku, request.Etag);
        return ChangeAsync(new CartChange(CartOperations.Save, request.RequestId, Fingerprint.Of(request), request.Etag, request.Sku), context);
    }

    public override Task<Cart> MoveToCart(MoveToCartRequest request, ServerCallContext context)
    {
        CartRules.Check(request.RequestId, request.Sku, request.Etag);
        return ChangeAsync(new CartChange(CartOperations.Unsave, request.RequestId, Fingerprint.Of(request), request.Etag, request.Sku), context);
    }

    public override async Task<Cart> MergeCart(MergeCartRequest request, ServerCallContext context)
    {
        CartRules.Check(request);
        await merge.MergeAsync(request.RequestId, Fingerprint.Of(request), request.GuestOwnerId, request.CustomerOwnerId);
        var customer = new Caller(request.CustomerOwnerId, Roles.Customer);
        return await ShowAsync(customer, await store.ReadAsync(customer), context);
    }

    private async Task<Cart> ChangeAsync(CartChange change, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        var result = await store.ChangeAsync(caller, change);
        return result.Status == CartRefusals.None ? await ShowAsync(caller, result.Cart, context) : throw CartRefusals.Of(result, change);
    }

    private async Task<Cart> ShowAsync(Caller owner, StoredCart cart, ServerCallContext context) =>
        CartView.Compose(owner, cart, await facts.FindAsync(cart.Skus, context.CancellationToken), time.GetUtcNow());

    private async Task<KnownListing> ListingOfAsync(string sku, ServerCallContext context)
    {
        try
        {
            return await facts.FindListingAsync(sku, context.CancellationToken) ?? throw ShopErrors.NotFound("sku", sku);
        }
        catch (RpcException exception) when (FactFinder.IsAway(exception) && !context.CancellationToken.IsCancellationRequested)
        {
            // What is in the cart already has a listing that is known.
            var cart = await store.ReadAsync(Caller.Of(context));
            return cart.AllLines.FirstOrDefault(line => line.Sku == sku)?.Listing
                ?? throw ShopErrors.Unavailable("CATALOG_UNAVAILABLE", "The catalog does not answer at the moment.", TimeSpan.FromSeconds(1));
        }
    }
}
