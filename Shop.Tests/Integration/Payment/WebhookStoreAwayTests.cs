using System.Net;
using Shop.Contracts.Payment.V1;

namespace Shop.Tests.Integration.Payments;

/// <summary>Postgres itself is killed, so it is one of its own.</summary>
public sealed class WebhookStoreAwayTests(ShopServers servers) : IClassFixture<ShopServers>, IAsyncLifetime
{
    private static readonly HttpClient Http = new();
    private readonly PaymentShop _shop = new(servers);

    public Task InitializeAsync() => _shop.InitializeAsync();

    public Task DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task Webhook_PostgresIsAway_IsAskedForAgainAndTakesEffectThen()
    {
        var orderId = Guid.NewGuid();
        await _shop.PlaceAsync(orderId);
        await _shop.WaitForAsync(orderId, PaymentState.Authorized);
        var body = WebhookSigning.BodyOf(orderId, "captured", PaymentShop.Amount);

        await servers.KillAsync("postgres");
        using (var refusal = await PostAsync(body))
        {
            refusal.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            (await refusal.Content.ReadAsStringAsync()).ShouldBeEmpty();
        }

        await servers.RestartAsync("postgres");
        _shop.Payments.Clear();
        await PaymentShop.EventuallyAsync(
            async () =>
            {
                using var answer = await PostAsync(body);
                return answer.StatusCode == HttpStatusCode.NoContent;
            },
            "a webhook that is heard");

        (await _shop.LedgerAsync(orderId)).ShouldBe("Authorized 2000, Captured 2000");
    }

    private Task<HttpResponseMessage> PostAsync(string body) =>
        WebhookSigning.PostAsync(Http, _shop.Webhook, body, WebhookSigning.Sign(body, PaymentShop.WebhookSecret, DateTimeOffset.UtcNow));
}
