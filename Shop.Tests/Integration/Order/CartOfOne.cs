using Grpc.Core;
using Shop.Contracts.Cart.V1;
using Shop.ServiceDefaults.Grpc;
using Shop.ServiceDefaults.Security;

namespace Shop.Tests.Integration.Orders;

/// <summary>Cart, as Order sees it: everybody's cart has the same lines, until a test says otherwise.</summary>
internal sealed class CartOfOne : CartService.CartServiceBase
{
    public List<(string Sku, int Quantity)> Lines { get; set; } = [("TEA", 3), ("CUP", 1)];

    public bool IsAway { get; set; }

    public override Task<Cart> GetCart(GetCartRequest request, ServerCallContext context) => IsAway
        ? throw ShopErrors.Unavailable("STORE_UNAVAILABLE", "away")
        : Task.FromResult(new Cart { OwnerId = Caller.Of(context).Id, Lines = { Lines.Select(line => new CartLine { Sku = line.Sku, Quantity = line.Quantity }) } });
}
