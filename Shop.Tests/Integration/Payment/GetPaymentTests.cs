using Grpc.Core;
using Shop.Contracts.Order.V1;
using Shop.Contracts.Payment.V1;
using Shop.Load;
using Shop.ServiceDefaults.Grpc;
using Shop.ServiceDefaults.Security;

namespace Shop.Tests.Integration.Payments;

/// <summary>Payments are between services: not even their owner reads them here.</summary>
[Collection(ShopCollection.Name)]
public sealed class GetPaymentTests(ShopFixture shop)
{
    private PaymentService.PaymentServiceClient Payments => new(shop.Direct("payment"));

    [Fact]
    public async Task GetPayment_ByAService_GivesTheStateAndEveryMovement()
    {
        using var shopper = shop.NewShopper();
        var order = await BuyAsync(shopper);
        var request = new GetPaymentRequest { OrderId = order.OrderId };
        var service = await AsAsync(Roles.Service);

        await PaymentShop.EventuallyAsync(async () => (await Payments.GetPaymentAsync(request, service)).State == PaymentState.Captured, "a captured payment");

        var payment = await Payments.GetPaymentAsync(request, service);
        payment.OrderId.ShouldBe(order.OrderId);
        payment.Amount.ShouldBe(order.Total);
        payment.CapturedTotal.ShouldBe(order.Total);
        payment.RefundedTotal.MinorUnits.ShouldBe(0);
        payment.Movements.Select(movement => (movement.Kind, movement.Amount)).ShouldBe([(PaymentMovementKind.Authorized, order.Total), (PaymentMovementKind.Captured, order.Total)]);
    }

    [Theory]
    [InlineData(Roles.Guest)]
    [InlineData(Roles.Customer)]
    [InlineData(Roles.Admin)]
    public async Task GetPayment_ByAnybodyElse_IsRefused(string role) =>
        await ShouldBeRefusedAsync(new GetPaymentRequest { OrderId = Guid.NewGuid().ToString() }, await AsAsync(role), StatusCode.PermissionDenied, "ROLE_NOT_ALLOWED");

    [Fact]
    public async Task GetPayment_ByTheOwnerOrUnderNoName_IsRefused()
    {
        using var shopper = shop.NewShopper();
        var request = new GetPaymentRequest { OrderId = (await BuyAsync(shopper)).OrderId };

        await ShouldBeRefusedAsync(request, new Metadata { { "authorization", $"Bearer {shopper.Guest.Token}" } }, StatusCode.PermissionDenied, "ROLE_NOT_ALLOWED");
        await ShouldBeRefusedAsync(request, [], StatusCode.Unauthenticated, "TOKEN_MISSING");
    }

    [Fact]
    public async Task GetPayment_ThroughTheGateway_IsNotThere()
    {
        using var channel = Grpc.Net.Client.GrpcChannel.ForAddress(shop.GatewayGrpc);
        var request = new GetPaymentRequest { OrderId = Guid.NewGuid().ToString() };

        (await CodeOfAsync(Roles.Admin)).ShouldBe(StatusCode.Unimplemented);
        (await CodeOfAsync(Roles.Service)).ShouldBe(StatusCode.PermissionDenied, "no service calls from outside");

        async Task<StatusCode> CodeOfAsync(string role) =>
            (await Should.ThrowAsync<RpcException>(async () => await new PaymentService.PaymentServiceClient(channel).GetPaymentAsync(request, await AsAsync(role)))).StatusCode;
    }

    [Fact]
    public async Task GetPayment_OfNoOrderOrNoUuid_SaysSo()
    {
        var service = await AsAsync(Roles.Service);

        await ShouldBeRefusedAsync(new GetPaymentRequest { OrderId = Guid.NewGuid().ToString() }, service, StatusCode.NotFound, "PAYMENT_NOT_FOUND");
        await ShouldBeRefusedAsync(new GetPaymentRequest { OrderId = "1" }, service, StatusCode.InvalidArgument, "INVALID_FIELD");
    }

    // Confirmed, so that Payment has heard of it.
    private static async Task<Order> BuyAsync(ShopClient shopper)
    {
        var order = await shopper.Order.PlaceOrderAsync(Purchase.RequestFor(await Purchase.AddAsync(shopper, await Purchase.FindSkuAsync(shopper, 10), 1)));
        return await Purchase.WaitForAsync(shopper, order.OrderId, OrderState.Confirmed);
    }

    private async Task ShouldBeRefusedAsync(GetPaymentRequest request, Metadata caller, StatusCode code, string reason)
    {
        var refusal = await Should.ThrowAsync<RpcException>(async () => await Payments.GetPaymentAsync(request, caller));
        refusal.StatusCode.ShouldBe(code, refusal.Status.Detail);
        ShopErrors.ReasonOf(refusal).ShouldBe(reason);
    }

    private Task<Metadata> AsAsync(string role) => shop.HeadersAsync("somebody", role);
}
