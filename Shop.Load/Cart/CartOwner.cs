using Shop.Contracts.Cart.V1;
using Shop.Contracts.Catalog.V1;

namespace Shop.Load.Carts;

/// <summary>A guest with lines in the cart.</summary>
/// <param name="Id">Whose cart it is.</param>
/// <param name="Token">Proves it.</param>
/// <param name="Cart">What was in it at first.</param>
internal sealed record CartOwner(string Id, string Token, Cart Cart)
{
    /// <summary>Somebody new comes through the gateway and puts some of the first products into the cart.</summary>
    public static async Task<CartOwner> ComeAsync(Uri gateway, int lines)
    {
        using var shop = new ShopClient(gateway);
        var page = await shop.Catalog.ListProductsAsync(new ListProductsRequest { PageSize = 20 });
        var skus = page.Products.SelectMany(product => product.Variants).Select(variant => variant.Sku).ToArray();
        Random.Shared.Shuffle(skus);
        var cart = new Cart();
        foreach (var sku in skus.Take(lines))
        {
            cart = await shop.Cart.AddItemAsync(new AddItemRequest { RequestId = Guid.CreateVersion7().ToString(), Sku = sku, Quantity = 1 });
        }

        return new CartOwner(cart.OwnerId, shop.Guest.Token!, cart);
    }
}
