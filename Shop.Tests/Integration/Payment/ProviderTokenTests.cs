using Shop.Contracts.Payment.V1;

namespace Shop.Tests.Integration.Payments;

/// <summary>Every way the provider can answer, or not, ends the same for the order: one charge, or none.</summary>
[Collection(ShopServers.Collection)]
public sealed class ProviderTokenTests(PaymentShop shop) : IClassFixture<PaymentShop>
{
    [Theory]
    [InlineData("tok_approved")]
    [InlineData("tok_slow")]
    [InlineData("tok_timeout_after_charge")]
    [InlineData("tok_webhook_duplicate")]
    [InlineData("tok_webhook_late")]
    [InlineData("tok_webhook_first")]
    [InlineData("tok_flaky")]
    public async Task Token_Approved_IsAuthorizedAndCapturedOnce(string token)
    {
        var orderId = Guid.NewGuid();

        await shop.PlaceAsync(orderId, token);
        await shop.WaitForAsync(orderId, PaymentState.Authorized);
        await shop.ConfirmAsync(orderId);
        await shop.WaitForAsync(orderId, PaymentState.Captured);
        await PaymentShop.EventuallyAsync(
            async () => await PaymentShop.CountAsync(shop.Provider, "SELECT count(*) FROM webhook WHERE reference = $1 AND delivered_time IS NULL", orderId) == 0, "all webhooks delivered");

        (await shop.LedgerAsync(orderId)).ShouldBe("Authorized 2000, Captured 2000");
        (await shop.ChargesAsync(orderId)).ShouldBe("Authorized 2000, Captured 2000");
        (await TokensKeptAsync(orderId)).ShouldBe(0);
    }

    [Theory]
    [InlineData("tok_declined", DeclineReason.Generic)]
    [InlineData("tok_declined_insufficient_funds", DeclineReason.InsufficientFunds)]
    [InlineData("tok_declined_expired", DeclineReason.Expired)]
    [InlineData("tok_declined_fraud", DeclineReason.SuspectedFraud)]
    [InlineData("tok_nobody_knows", DeclineReason.InvalidToken)]
    public async Task Token_Declined_HoldsNothingAndSaysWhy(string token, DeclineReason reason)
    {
        var orderId = Guid.NewGuid();

        await shop.PlaceAsync(orderId, token);
        await shop.WaitForAsync(orderId, PaymentState.Declined);

        (await shop.LedgerAsync(orderId)).ShouldBeEmpty();
        (await PaymentShop.CountAsync(shop.Payments, "SELECT decline_reason::bigint FROM payment WHERE order_id = $1", orderId)).ShouldBe((long)reason);
        (await TokensKeptAsync(orderId)).ShouldBe(0);
    }

    [Fact]
    public async Task Tokens_AfterAllOfThat_StandInNoLog()
    {
        var orderId = Guid.NewGuid();
        await shop.PlaceAsync(orderId, "tok_very_secret_of_somebody");
        await shop.WaitForAsync(orderId, PaymentState.Declined);

        shop.Output.ShouldNotContain("tok_");
        shop.Output.ShouldNotContain("a-secret-key-of-tests");
    }

    private Task<long> TokensKeptAsync(Guid orderId) => PaymentShop.CountAsync(shop.Payments, "SELECT count(payment_token) FROM payment WHERE order_id = $1", orderId);
}
