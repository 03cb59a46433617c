using Shop.Contracts.Cart.V1;
using Shop.Contracts.Catalog.V1;
using Shop.Contracts.Inventory.V1;
using Shop.Contracts.Order.V1;
using Shop.Contracts.Types.V1;

namespace Shop.Load.Chaos;

/// <summary>What shoppers do one after the other until there is something to order.</summary>
internal sealed class Basket(ShopDoor door, Random random)
{
    private const int Glanced = 12;

    /// <summary>Every SKU of the shop.</summary>
    public async Task<IReadOnlyList<string>> ListSkusAsync(CancellationToken cancellationToken)
    {
        var skus = new List<string>();
        var request = new ListProductsRequest { PageSize = 100 };
        do
        {
            var page = await door.CallAsync((shop, options) => shop.Catalog.ListProductsAsync(request, options), cancellationToken);
            skus.AddRange(page.Products.SelectMany(product => product.Variants).Select(variant => variant.Sku));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken != "");
        return skus;
    }

    /// <summary>Looks at a few SKUs, and takes what is there of them into an empty cart.</summary>
    /// <returns>The cart; null when nothing of it was to be had.</returns>
    public async Task<Cart?> FillAsync(IReadOnlyList<string> skus, int lines, CancellationToken cancellationToken)
    {
        var glanced = Enumerable.Range(0, Glanced).Select(_ => skus[random.Next(skus.Count)]).Distinct().ToList();
        var stock = await door.CallAsync((shop, options) => shop.Inventory.BatchGetStockAsync(new BatchGetStockRequest { Skus = { glanced } }, options), cancellationToken);
        var there = stock.Stocks.Where(entry => entry.AvailableQuantity > 0).Take(lines).Select(entry => entry.Sku).ToList();
        if (there.Count == 0)
        {
            return null;
        }

        var clear = new ClearCartRequest { RequestId = NewId() };
        await door.CallAsync((shop, options) => shop.Cart.ClearCartAsync(clear, options), cancellationToken);
        foreach (var sku in there)
        {
            var add = new AddItemRequest { RequestId = NewId(), Sku = sku, Quantity = random.Next(1, 3) };
            await door.CallAsync((shop, options) => shop.Cart.AddItemAsync(add, options), cancellationToken);
        }

        return await door.CallAsync((shop, options) => shop.Cart.GetCartAsync(new GetCartRequest { MarkSeen = true }, options), cancellationToken);
    }

    public static PlaceOrderRequest Order(Cart cart, string paymentToken) => new()
    {
        RequestId = NewId(),
        ExpectedTotal = cart.Subtotal,
        PaymentToken = paymentToken,
        Address = new PostalAddress { Recipient = "Ada Example", Lines = { "1 Example Street" }, PostalCode = "12345", Locality = "Exampleton", CountryCode = "DE" },
    };

    public static string NewId() => Guid.CreateVersion7().ToString();
}
