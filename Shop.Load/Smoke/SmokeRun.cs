using System.Diagnostics;
using Grpc.Core;
using Shop.Contracts.Cart.V1;
using Shop.Contracts.Catalog.V1;
using Shop.Contracts.Order.V1;
using Shop.Contracts.Types.V1;

namespace Shop.Load.Smoke;

/// <summary>One purchase from the shelf to CONFIRMED, each step printed with its time.</summary>
public sealed class SmokeRun
{
    private readonly ShopClient _shop;
    private readonly TextWriter _output;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private TimeSpan _last;

    private SmokeRun(ShopClient shop, TextWriter output) => (_shop, _output) = (shop, output);

    /// <summary>Runs it.</summary>
    /// <returns>The process's exit code: 0 when the order was confirmed in time.</returns>
    public static async Task<int> ExecuteAsync(Uri gateway, TimeSpan timeout, TextWriter output, CancellationToken cancellationToken)
    {
        using var shop = new ShopClient(gateway);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        var run = new SmokeRun(shop, output);
        try
        {
            var state = await run.BuyAsync(limit.Token);
            if (state == OrderState.Confirmed)
            {
                await output.WriteLineAsync("smoke: an order went through");
                return 0;
            }

            await output.WriteLineAsync($"smoke: FAILED, the order ended {Text(state)}");
        }
        catch (RpcException exception) when (exception.Status.DebugException is HttpRequestException)
        {
            await output.WriteLineAsync($"smoke: FAILED, the gateway at {gateway} does not answer; is the shop running (./run.sh)?");
        }
        catch (Exception exception) when (exception is RpcException or OperationCanceledException or SmokeFailedException)
        {
            var reason = limit.IsCancellationRequested ? $"not done within {timeout.TotalSeconds:0} s" : exception is RpcException rpc ? $"{rpc.StatusCode}: {rpc.Status.Detail}" : exception.Message;
            await output.WriteLineAsync($"smoke: FAILED, {reason}");
        }

        return 1;
    }

    private async Task<OrderState> BuyAsync(CancellationToken cancellationToken)
    {
        var sku = await ChooseAsync(cancellationToken);
        var cart = await _shop.Cart.AddItemAsync(new AddItemRequest { RequestId = NewId(), Sku = sku, Quantity = 2 }, cancellationToken: cancellationToken);
        Step($"put 2 x {sku} into the cart: {Text(cart.Subtotal)}");

        cart = await _shop.Cart.GetCartAsync(new GetCartRequest { MarkSeen = true }, cancellationToken: cancellationToken);
        Step($"looked at the cart: {cart.Lines.Count} line, {cart.ItemCount} pieces, {Text(cart.Lines[0].Availability)}");

        var order = await _shop.Order.PlaceOrderAsync(
            new PlaceOrderRequest { RequestId = NewId(), ExpectedTotal = cart.Subtotal, Address = Address(), PaymentToken = "tok_approved" },
            cancellationToken: cancellationToken);
        Step($"placed order {order.Number}: {Text(order.State)}, {Text(order.Total)}");

        return await WatchAsync(order, cancellationToken);
    }

    private async Task<string> ChooseAsync(CancellationToken cancellationToken)
    {
        var page = await _shop.Catalog.ListProductsAsync(new ListProductsRequest { PageSize = 20 }, cancellationToken: cancellationToken);
        Step($"listed {page.Products.Count} products, the first is \"{page.Products.FirstOrDefault()?.Name}\"");
        var skus = page.Products.SelectMany(product => product.Variants).Select(variant => variant.Sku).Take(100).ToList();
        var stock = await _shop.Inventory.BatchGetStockAsync(new() { Skus = { skus } }, cancellationToken: cancellationToken);
        Step($"asked for the stock of {skus.Count} SKUs");
        return stock.Stocks.MaxBy(entry => entry.AvailableQuantity) is { AvailableQuantity: >= 2 } chosen
            ? chosen.Sku
            : throw new SmokeFailedException("nothing on the first page is in stock");
    }

    private async Task<OrderState> WatchAsync(Order order, CancellationToken cancellationToken)
    {
        using var watch = _shop.Order.WatchOrder(new WatchOrderRequest { OrderId = order.OrderId }, cancellationToken: cancellationToken);
        var state = order.State;
        await foreach (var change in watch.ResponseStream.ReadAllAsync(cancellationToken))
        {
            state = change.Order.State;
            Step($"order {change.Order.Number} is {Text(state)}");
            if (state is OrderState.Confirmed or OrderState.Cancelled)
            {
                break;
            }
        }

        return state;
    }

    private void Step(string what)
    {
        var now = _watch.Elapsed;
        _output.WriteLine($"{(now - _last).TotalMilliseconds,8:0.0} ms  {what}");
        _last = now;
    }

    private static PostalAddress Address() => new()
    {
        Recipient = "Ada Example",
        Lines = { "1 Example Street" },
        PostalCode = "12345",
        Locality = "Exampleton",
        CountryCode = "DE",
    };

    private static string NewId() => Guid.CreateVersion7().ToString();

    // As the contract writes it: AWAITING_PAYMENT.
    private static string Text(Enum value) => string.Concat(value.ToString().Select((letter, i) => i > 0 && char.IsUpper(letter) ? $"_{letter}" : $"{char.ToUpperInvariant(letter)}"));

    private static string Text(Money? money) => money is null ? "nothing" : $"{money.MinorUnits / 100m:0.00} {money.CurrencyCode}";
}
