using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Options;
using Shop.Contracts.Cart.V1;
using Shop.Contracts.Catalog.V1;
using Shop.Contracts.Inventory.V1;
using Shop.Contracts.Order.V1;
using Shop.Contracts.Types.V1;
using Shop.ServiceDefaults.Grpc;
using Shop.ServiceDefaults.Postgres;
using Shop.ServiceDefaults.Security;

namespace Shop.Orders;

/// <summary>
/// Places an order: the cart's lines, Catalog's prices, Inventory's stock, then one transaction. Before it commits nothing is
/// promised, and what was reserved expires by itself; after it the order is accepted, and everything else follows by messages.
/// </summary>
internal sealed class PlaceOrderHandler(
    PlaceOrderGate gate,
    OrderStore store,
    RequestIds requests,
    CartService.CartServiceClient carts,
    CatalogService.CatalogServiceClient catalog,
    InventoryService.InventoryServiceClient inventory,
    IOptions<OrderOptions> options,
    TimeProvider time)
{
    private const string Rpc = "shop.order.v1.OrderService/PlaceOrder";

    private readonly OrderOptions _options = options.Value;

    public async Task<Order> PlaceAsync(PlaceOrderRequest request, Caller caller, CancellationToken cancellationToken)
    {
        using var turn = await gate.EnterAsync(cancellationToken);
        var key = RequestKey.Of(Rpc, caller.Id, request.RequestId.ToLowerInvariant(), request);
        try
        {
            var lines = await PriceAsync(request.ExpectedTotal, cancellationToken);
            var order = Accept(request, caller, lines);
            await ReserveAsync(order, cancellationToken);
            return await store.PlaceAsync(key, order, request.PaymentToken, order.CreateTime.ToDateTimeOffset() + _options.AskAfter, cancellationToken);
        }
        catch (RpcException refusal) when (refusal.StatusCode is StatusCode.FailedPrecondition or StatusCode.Aborted)
        {
            // An earlier try of the same request may be why: it emptied the cart, or holds the stock. Then its answer is the answer.
            if (await requests.FindAsync<Order>(key, cancellationToken) is { } answer)
            {
                return answer;
            }

            throw;
        }
    }

    private async Task<IReadOnlyList<OrderLine>> PriceAsync(Money expectedTotal, CancellationToken cancellationToken)
    {
        var cart = await carts.GetCartAsync(new GetCartRequest(), cancellationToken: cancellationToken);
        if (cart.Lines.Count == 0)
        {
            throw ShopErrors.FailedPrecondition("CART_EMPTY", "There is nothing in the cart.");
        }

        var listings = await catalog.BatchGetVariantsAsync(new BatchGetVariantsRequest { Skus = { cart.Lines.Select(line => line.Sku) } }, cancellationToken: cancellationToken);
        if (Pricing.Unavailable(cart, listings) is { Count: > 0 } gone)
        {
            throw ShopErrors.FailedPrecondition("ITEM_UNAVAILABLE", "Something in the cart is not sold any more.", metadata: null, [.. gone.Select(sku => (sku, "not sold any more"))]);
        }

        var lines = Pricing.Lines(cart, listings);
        if (Pricing.Total(lines) is not { } total || !total.Equals(expectedTotal))
        {
            throw PriceChanged(Pricing.Total(lines));
        }

        return lines;
    }

    private Order Accept(PlaceOrderRequest request, Caller caller, IReadOnlyList<OrderLine> lines)
    {
        var now = time.GetStoredUtcNow();
        var total = request.ExpectedTotal;
        var nothing = new Money { CurrencyCode = total.CurrencyCode };
        return new Order
        {
            OrderId = OrderIds.OrderId(caller.Id, request.RequestId).ToString(),
            OwnerId = caller.Id,
            State = OrderState.AwaitingPayment,
            Lines = { lines },
            Subtotal = total,
            DiscountTotal = nothing,
            ShippingTotal = nothing,
            TaxTotal = nothing,
            Total = total,
            RefundedTotal = nothing,
            Address = request.Address,
            CreateTime = now.ToTimestamp(),
            UpdateTime = now.ToTimestamp(),
            ExpireTime = (now + _options.PaymentDeadline).ToTimestamp(),
            Etag = Etags.Of(1),
        };
    }

    private async Task ReserveAsync(Order order, CancellationToken cancellationToken)
    {
        var request = new ReserveRequest
        {
            // Not the caller's own id: two callers may use the same one, and to Inventory both are this service.
            RequestId = order.OrderId,
            OrderId = order.OrderId,
            Lines = { order.Lines.Select(line => new StockLine { Sku = line.Sku, Quantity = line.Quantity }) },
            Ttl = Duration.FromTimeSpan(_options.PaymentDeadline + _options.ReservationMargin),
        };
        try
        {
            await inventory.ReserveAsync(request, cancellationToken: cancellationToken);
        }
        catch (RpcException exception) when (ShopErrors.ReasonOf(exception) is "RESERVATION_MISMATCH" or "RESERVATION_RELEASED" or RequestIdReusedException.Reason)
        {
            throw ShopErrors.Aborted("CART_CHANGED", "The cart is not what it was at the first try of this request; order with a new request_id.");
        }
    }

    private static RpcException PriceChanged(Money? total) => ShopErrors.FailedPrecondition(
        "PRICE_CHANGED",
        "The cart's total is not the expected one.",
        total is null ? null : new Dictionary<string, string> { ["currency_code"] = total.CurrencyCode, ["minor_units"] = total.MinorUnits.ToString(System.Globalization.CultureInfo.InvariantCulture) });
}
