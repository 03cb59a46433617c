using System.Net;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Shop.Contracts.Order.V1;

namespace Shop.Tests.Integration.Payments;

/// <summary>Webhooks as the provider sends them: through the gateway, to a shop that runs as a whole.</summary>
[Collection(ShopCollection.Name)]
public sealed class GatewayWebhookTests(ShopFixture shop)
{
    private static readonly HttpClient Http = new();

    private Uri Webhook => new(shop.Gateway, "/webhooks/payments");

    [Fact]
    public async Task Webhook_SignedByTheProviderAndOfNow_IsHeard()
    {
        var body = WebhookSigning.BodyOf(Guid.NewGuid(), "captured", 1000);

        (await PostAsync(body, WebhookSigning.Sign(body, await SecretAsync(), DateTimeOffset.UtcNow))).ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Webhook_SignedByAnotherOrOldOrNotAtAll_IsRefused()
    {
        var body = WebhookSigning.BodyOf(Guid.NewGuid(), "captured", 1000);

        (await PostAsync(body, WebhookSigning.Sign(body, "another-secret", DateTimeOffset.UtcNow))).ShouldBe(HttpStatusCode.Unauthorized);
        (await PostAsync(body, WebhookSigning.Sign(body, await SecretAsync(), DateTimeOffset.UtcNow.AddMinutes(-6)))).ShouldBe(HttpStatusCode.Unauthorized);
        (await PostAsync(body, signature: null)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Webhook_TooLarge_IsRefused()
    {
        var body = new string(' ', 64 * 1024 + 1);

        (await PostAsync(body, WebhookSigning.Sign(body, await SecretAsync(), DateTimeOffset.UtcNow))).ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task Webhook_OtherMethod_IsNotAllowed(string method)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), Webhook);
        using var response = await Http.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
    }

    [Fact]
    public async Task Webhooks_OfAnOrderThatIsBought_AllReachPayment()
    {
        using var shopper = shop.NewShopper();
        var cart = await Purchase.AddAsync(shopper, await Purchase.FindSkuAsync(shopper, 10), 1);
        var order = await shopper.Order.PlaceOrderAsync(Purchase.RequestFor(cart));
        await Purchase.WaitForAsync(shopper, order.OrderId, OrderState.Confirmed);
        var provider = await shop.DatabaseAsync("providerdb");

        // One of the authorization and one of the capture.
        await PaymentShop.EventuallyAsync(
            async () => await PaymentShop.CountAsync(provider, "SELECT count(*) FROM webhook WHERE reference = $1 AND delivered_time IS NOT NULL", Guid.Parse(order.OrderId)) == 2, "two delivered webhooks");
    }

    private static async Task<HttpStatusCode> StatusAsync(Task<HttpResponseMessage> answer)
    {
        using var response = await answer;
        (await response.Content.ReadAsStringAsync()).ShouldBeEmpty();
        return response.StatusCode;
    }

    private Task<HttpStatusCode> PostAsync(string body, string? signature) => StatusAsync(WebhookSigning.PostAsync(Http, Webhook, body, signature));

    private async Task<string> SecretAsync()
    {
        var parameter = shop.App.Services.GetRequiredService<DistributedApplicationModel>().Resources.OfType<ParameterResource>().Single(resource => resource.Name == "webhook-secret");
        return (await parameter.GetValueAsync(CancellationToken.None))!;
    }
}
