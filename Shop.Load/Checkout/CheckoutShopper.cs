using System.Diagnostics;
using Grpc.Core;
using Shop.Contracts.Cart.V1;
using Shop.Contracts.Order.V1;
using Shop.Contracts.Types.V1;

namespace Shop.Load.Checkout;

/// <summary>A guest with a filled cart, who checks out once.</summary>
internal sealed class CheckoutShopper : IDisposable
{
    private const int MaxAttempts = 20;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly ShopClient _shop;
    private readonly Cart _cart;

    private CheckoutShopper(ShopClient shop, Cart cart) => (_shop, _cart) = (shop, cart);

    public static async Task<CheckoutShopper> WithCartAsync(Uri gateway, string sku, CancellationToken cancellationToken)
    {
        var shop = new ShopClient(gateway);
        var add = new AddItemRequest { RequestId = NewId(), Sku = sku, Quantity = 1 };
        await RepeatAsync(() => shop.Cart.AddItemAsync(add, cancellationToken: cancellationToken), cancellationToken);
        return new CheckoutShopper(shop, await RepeatAsync(() => shop.Cart.GetCartAsync(new GetCartRequest { MarkSeen = true }, cancellationToken: cancellationToken), cancellationToken));
    }

    /// <summary>Places the order and, when watching, waits until it is CONFIRMED.</summary>
    /// <exception cref="InvalidOperationException">It was cancelled.</exception>
    public async Task<CheckoutTimes> CheckOutAsync(bool watching, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var request = Request();
        var order = await RepeatAsync(() => _shop.Order.PlaceOrderAsync(request, cancellationToken: cancellationToken), cancellationToken);
        var placed = Stopwatch.GetElapsedTime(start);
        if (!watching)
        {
            return new CheckoutTimes(placed, TimeSpan.Zero);
        }

        start = Stopwatch.GetTimestamp();
        using var watch = _shop.Order.WatchOrder(new WatchOrderRequest { OrderId = order.OrderId }, cancellationToken: cancellationToken);
        await foreach (var change in watch.ResponseStream.ReadAllAsync(cancellationToken))
        {
            switch (change.Order.State)
            {
                case OrderState.Confirmed:
                    return new CheckoutTimes(placed, Stopwatch.GetElapsedTime(start));
                case OrderState.Cancelled:
                    throw new InvalidOperationException($"Order {order.Number} was cancelled: {change.Order.CancelReason}.");
            }
        }

        throw new InvalidOperationException($"The watch of order {order.Number} ended before it was confirmed.");
    }

    public void Dispose() => _shop.Dispose();

    // As any client does: a shop that has just started, or whose machine is busy elsewhere, asks for it.
    private static async Task<T> RepeatAsync<T>(Func<AsyncUnaryCall<T>> call, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call();
            }
            catch (RpcException exception) when (exception.StatusCode == StatusCode.Unavailable && attempt < MaxAttempts)
            {
                await Task.Delay(Pause * attempt, cancellationToken);
            }
        }
    }

    private PlaceOrderRequest Request() => new()
    {
        RequestId = NewId(),
        ExpectedTotal = _cart.Subtotal,
        PaymentToken = "tok_approved",
        Address = new PostalAddress { Recipient = "Ada Example", Lines = { "1 Example Street" }, PostalCode = "12345", Locality = "Exampleton", CountryCode = "DE" },
    };

    private static string NewId() => Guid.CreateVersion7().ToString();
}
