using Grpc.Core;
using Shop.Contracts.Cart.V1;
using Shop.Contracts.Inventory.V1;
using Shop.Contracts.Order.V1;
using Shop.Contracts.Types.V1;
using Shop.Load;

namespace Shop.Tests.Integration;

/// <summary>The steps of a purchase, for tests that are about one of them.</summary>
internal static class Purchase
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);

    public static string NewId() => Guid.CreateVersion7().ToString();

    /// <summary>Finds a SKU with at least so many pieces in stock.</summary>
    public static async Task<string> FindSkuAsync(ShopClient shopper, int quantity)
    {
        var products = await shopper.Catalog.ListProductsAsync(new() { PageSize = 50 }, deadline: Deadline);
        var skus = products.Products.SelectMany(product => product.Variants).Select(variant => variant.Sku).Take(100);
        var stock = await shopper.Inventory.BatchGetStockAsync(new BatchGetStockRequest { Skus = { skus } }, deadline: Deadline);
        return stock.Stocks.OrderByDescending(entry => entry.AvailableQuantity).First(entry => entry.AvailableQuantity >= quantity).Sku;
    }

    /// <summary>Adds to the cart, and repeats it as clients do: a shop that has just started may need a moment for its first answer.</summary>
    public static async Task<Cart> AddAsync(ShopClient shopper, string sku, int quantity)
    {
        var request = new AddItemRequest { RequestId = NewId(), Sku = sku, Quantity = quantity };
        var deadline = Deadline;
        while (true)
        {
            try
            {
                return await shopper.Cart.AddItemAsync(request, deadline: deadline);
            }
            catch (RpcException exception) when (exception.StatusCode == StatusCode.Unavailable && DateTime.UtcNow < deadline)
            {
                await Task.Yield();
            }
        }
    }

    public static PlaceOrderRequest RequestFor(Cart cart) => new()
    {
        RequestId = NewId(),
        ExpectedTotal = cart.Subtotal,
        PaymentToken = "tok_approved",
        Address = new PostalAddress { Recipient = "Ada Example", Lines = { "1 Example Street" }, PostalCode = "12345", Locality = "Exampleton", CountryCode = "DE" },
    };

    /// <summary>Watches an order until it is in a state.</summary>
    public static async Task<Order> WaitForAsync(ShopClient shopper, string orderId, OrderState state)
    {
        using var watch = shopper.Order.WatchOrder(new WatchOrderRequest { OrderId = orderId }, deadline: Deadline);
        await foreach (var change in watch.ResponseStream.ReadAllAsync())
        {
            if (change.Order.State == state)
            {
                return change.Order;
            }
        }

        throw new InvalidOperationException($"The stream ended before the order was {state}.");
    }

    /// <summary>Reads the cart until it is as expected: what was ordered leaves it soon after, not at once.</summary>
    public static async Task<Cart> WaitForCartAsync(ShopClient shopper, Func<Cart, bool> expected)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (true)
        {
            var cart = await shopper.Cart.GetCartAsync(new GetCartRequest(), cancellationToken: limit.Token);
            if (expected(cart))
            {
                return cart;
            }

            await Task.Delay(Glance, limit.Token);
        }
    }

    private static DateTime Deadline => DateTime.UtcNow + Limit;
}
