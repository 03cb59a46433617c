using Grpc.Core;
using Shop.Contracts.Order.V1;

namespace Shop.Tests.Integration.Orders;

public sealed class ListOrdersTests(ShopServers servers) : OrderTest(servers)
{
    [Fact]
    public async Task List_PageByPage_GivesEveryOrderOnceNewestFirst()
    {
        var placed = new List<string>();
        for (var i = 0; i < 7; i++)
        {
            placed.Insert(0, (await PlaceAsync("ada")).OrderId);
            await PlaceAsync("bob");
        }

        // Two at one moment are ordered by their ids.
        await ExecuteAsync("UPDATE orders SET create_time = '2026-01-01' WHERE order_id IN (SELECT order_id FROM orders WHERE owner_id = 'ada' ORDER BY create_time LIMIT 3)");
        var listed = new List<Contracts.Order.V1.Order>();
        var request = new ListOrdersRequest { PageSize = 2 };
        do
        {
            var page = await Client("ada").ListOrdersAsync(request);
            page.Orders.Count.ShouldBeInRange(1, 2);
            listed.AddRange(page.Orders);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        listed.Select(order => order.OrderId).ShouldBe(placed, ignoreOrder: true);
        listed.Take(4).Select(order => order.OrderId).ShouldBe(placed.Take(4));
        listed[^1].ShouldBe(await Client("ada").GetOrderAsync(new() { OrderId = listed[^1].OrderId }));
    }

    [Fact]
    public async Task List_AnOrderPlacedBetweenTwoPages_DoesNotShiftThem()
    {
        var first = await PlaceAsync("ada");
        await PlaceAsync("ada");
        var page = await Client("ada").ListOrdersAsync(new() { PageSize = 1 });
        await PlaceAsync("ada");

        var next = await Client("ada").ListOrdersAsync(new() { PageSize = 1, PageToken = page.NextPageToken });

        next.Orders.ShouldHaveSingleItem().OrderId.ShouldBe(first.OrderId);
        next.NextPageToken.ShouldBeEmpty();
    }

    [Fact]
    public async Task List_ByState_GivesOnlyThose()
    {
        var waiting = await PlaceAsync("ada");
        var confirmed = await ConfirmedAsync("ada");

        (await Client("ada").ListOrdersAsync(new() { States = { OrderState.Confirmed } })).Orders.ShouldHaveSingleItem().OrderId.ShouldBe(confirmed.OrderId);
        (await Client("ada").ListOrdersAsync(new() { States = { OrderState.AwaitingPayment, OrderState.Refunded } })).Orders.ShouldHaveSingleItem().OrderId.ShouldBe(waiting.OrderId);
        (await Client("ada").ListOrdersAsync(new() { States = { OrderState.Delivered } })).Orders.ShouldBeEmpty();
    }

    [Fact]
    public async Task List_TokenOfAnotherRequestOrMadeUp_IsRefused()
    {
        await PlaceAsync("ada");
        await PlaceAsync("ada");
        var token = (await Client("ada").ListOrdersAsync(new() { PageSize = 1 })).NextPageToken;

        await RefusedAsync(Client("ada").ListOrdersAsync(new() { PageToken = token, States = { OrderState.Confirmed } }), StatusCode.InvalidArgument, "INVALID_PAGE_TOKEN");
        await RefusedAsync(Client("ada").ListOrdersAsync(new() { PageToken = "bWFkZSB1cA" }), StatusCode.InvalidArgument, "INVALID_PAGE_TOKEN");
        // Somebody else's token is of no use beyond what is one's own.
        (await Client("eve").ListOrdersAsync(new() { PageToken = token })).Orders.ShouldBeEmpty();
    }

    [Fact]
    public async Task EveryBadField_IsNamed()
    {
        await BadAsync(Client("ada").ListOrdersAsync(new() { PageSize = -1, States = { OrderState.Unspecified } }), "page_size", "states[0]");
        await BadAsync(Client("ada").GetOrderAsync(new() { OrderId = "1" }), "order_id");
        await BadAsync(Client("ada").CancelOrderAsync(new() { RequestId = "", OrderId = "1", Etag = new string('x', 65) }), "request_id", "order_id", "etag");
        await BadAsync(
            Admin.ShipOrderAsync(new()
            {
                RequestId = "1",
                OrderId = NewId(),
                Carrier = new string('x', 51),
                TrackingNumber = "\t",
                Lines = { new LineQuantity { Sku = "a b", Quantity = 1 }, new LineQuantity { Sku = "TEA" }, new LineQuantity { Sku = "TEA", Quantity = 1 } },
            }),
            "request_id", "carrier", "tracking_number", "lines[0].sku", "lines[1].quantity", "lines[2].sku");
        await BadAsync(Admin.DeliverOrderAsync(new() { RequestId = NewId(), OrderId = NewId(), ShipmentId = "1" }), "shipment_id");
        await BadAsync(
            Admin.RefundOrderAsync(new() { RequestId = NewId(), OrderId = NewId(), Amount = new() { CurrencyCode = "EUR" }, Restock = true, Note = new string('x', 501) }),
            "reason", "note", "amount", "restock");
    }

    private static async Task BadAsync<T>(AsyncUnaryCall<T> call, params string[] fields)
    {
        var refusal = await RefusedAsync(call, StatusCode.InvalidArgument, "INVALID_FIELD");
        ServiceDefaults.Grpc.ShopErrors.DetailOf<Contracts.Rpc.BadRequest>(refusal)!.FieldViolations.Select(violation => violation.Field).ShouldBe(fields, ignoreOrder: true);
    }
}
