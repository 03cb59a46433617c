using System.Net;
using Shop.Contracts.Payment.V1;

namespace Shop.Tests.Integration.Payments;

/// <summary>Webhooks as they come: forged, old, repeated, too early, too late, and of nobody's payment.</summary>
[Collection(ShopServers.Collection)]
public sealed class WebhookTests(PaymentShop shop) : IClassFixture<PaymentShop>
{
    private static readonly HttpClient Http = new();

    [Fact]
    public async Task Webhook_BadlySignedOldOrUnsigned_IsRefusedAndDoesNothing()
    {
        var orderId = await AuthorizedAsync();
        var body = BodyOf(orderId, "captured");

        (await PostAsync(body, WebhookSigning.Sign(body, "another-secret", DateTimeOffset.UtcNow))).ShouldBe(HttpStatusCode.Unauthorized);
        (await PostAsync(body, WebhookSigning.Sign(body, PaymentShop.WebhookSecret, DateTimeOffset.UtcNow.AddMinutes(-6)))).ShouldBe(HttpStatusCode.Unauthorized);
        (await PostAsync(body, WebhookSigning.Sign(body + " ", PaymentShop.WebhookSecret, DateTimeOffset.UtcNow))).ShouldBe(HttpStatusCode.Unauthorized);
        (await PostAsync(body, signature: null)).ShouldBe(HttpStatusCode.Unauthorized);

        (await shop.LedgerAsync(orderId)).ShouldBe("Authorized 2000");
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("{}")]
    [InlineData("""{"id":"evt_1","type":"payment.captured"}""")]
    [InlineData("""{"id":"evt_1","type":"payment.captured","payment":{"id":"pay_1","reference":"no uuid"}}""")]
    public async Task Webhook_SignedButMalformed_IsABadRequest(string body) =>
        (await PostAsync(body, WebhookSigning.Sign(body, PaymentShop.WebhookSecret, DateTimeOffset.UtcNow))).ShouldBe(HttpStatusCode.BadRequest);

    [Fact]
    public async Task Webhook_TooLarge_IsRefused()
    {
        var body = new string(' ', 64 * 1024 + 1);

        (await PostAsync(body, WebhookSigning.Sign(body, PaymentShop.WebhookSecret, DateTimeOffset.UtcNow))).ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task PaidWithoutOrder_WebhookOfNobodysPayment_IsHeardAndIgnored()
    {
        var orderId = Guid.NewGuid();
        var body = BodyOf(orderId, "captured");

        (await PostAsync(body, WebhookSigning.Sign(body, PaymentShop.WebhookSecret, DateTimeOffset.UtcNow))).ShouldBe(HttpStatusCode.NoContent);

        (await PaymentShop.CountAsync(shop.Payments, "SELECT count(*) FROM payment WHERE order_id = $1", orderId)).ShouldBe(0);
    }

    [Fact]
    public async Task WebhookHandledThreeTimes_SameCaptureFromThreeConnectionsAtOnce_IsNotedOnce()
    {
        var orderId = await AuthorizedAsync();
        var body = BodyOf(orderId, "captured");

        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => PostAsync(body, WebhookSigning.Sign(body, PaymentShop.WebhookSecret, DateTimeOffset.UtcNow))));

        answers.ShouldAllBe(answer => answer == HttpStatusCode.NoContent);
        (await shop.LedgerAsync(orderId)).ShouldBe("Authorized 2000, Captured 2000");
    }

    [Fact]
    public async Task Webhook_OfAnotherAmount_IsNotBelieved()
    {
        var orderId = await AuthorizedAsync();
        var body = BodyOf(orderId, "captured").Replace("2000", "1", StringComparison.Ordinal);

        (await PostAsync(body, WebhookSigning.Sign(body, PaymentShop.WebhookSecret, DateTimeOffset.UtcNow))).ShouldBe(HttpStatusCode.NoContent);

        (await shop.LedgerAsync(orderId)).ShouldBe("Authorized 2000");
    }

    [Fact]
    public async Task Webhook_OldNewsAfterTheVoid_ChangesNothing()
    {
        var orderId = await AuthorizedAsync();
        await shop.CancelAsync(orderId);
        await shop.WaitForAsync(orderId, PaymentState.Voided);
        var body = BodyOf(orderId, "authorized");

        (await PostAsync(body, WebhookSigning.Sign(body, PaymentShop.WebhookSecret, DateTimeOffset.UtcNow))).ShouldBe(HttpStatusCode.NoContent);

        (await shop.LedgerAsync(orderId)).ShouldBe("Authorized 2000, Voided 2000");
        await shop.WaitForAsync(orderId, PaymentState.Voided);
    }

    [Fact]
    public async Task Webhook_OfTheProvider_IsDeliveredUntilItIsHeard()
    {
        var orderId = await AuthorizedAsync();

        await PaymentShop.EventuallyAsync(
            async () => await PaymentShop.CountAsync(shop.Provider, "SELECT count(*) FROM webhook WHERE reference = $1 AND delivered_time IS NOT NULL", orderId) == 1, "a delivered webhook");
    }

    private async Task<Guid> AuthorizedAsync()
    {
        var orderId = Guid.NewGuid();
        await shop.PlaceAsync(orderId);
        await shop.WaitForAsync(orderId, PaymentState.Authorized);
        return orderId;
    }

    private static string BodyOf(Guid orderId, string status) => WebhookSigning.BodyOf(orderId, status, PaymentShop.Amount);

    private async Task<HttpStatusCode> PostAsync(string body, string? signature)
    {
        using var response = await WebhookSigning.PostAsync(Http, shop.Webhook, body, signature);
        (await response.Content.ReadAsStringAsync()).ShouldBeEmpty();
        return response.StatusCode;
    }
}
