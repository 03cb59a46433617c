using Shop.Contracts.Payment.V1;

namespace Shop.Tests.Integration.Payments;

/// <summary>The holes through which other shops lose money or orders, each tried here.</summary>
[Collection(ShopServers.Collection)]
public sealed class MoneyHoleTests(PaymentShop shop) : IClassFixture<PaymentShop>
{
    [Fact]
    public async Task DoubleChargeOnRetry_EveryMessageFiveTimes_ChargesOnce()
    {
        var orderId = Guid.NewGuid();

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => shop.PlaceAsync(orderId)));
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => shop.ConfirmAsync(orderId)));
        await shop.WaitForAsync(orderId, PaymentState.Captured);
        await shop.PlaceAsync(orderId);
        await shop.ConfirmAsync(orderId);
        await SettledAsync();

        (await shop.ChargesAsync(orderId)).ShouldBe("Authorized 2000, Captured 2000");
        (await shop.LedgerAsync(orderId)).ShouldBe("Authorized 2000, Captured 2000");
    }

    [Fact]
    public async Task ChargeInsideTheDatabaseTransaction_WhileTheProviderTakesItsTime_NoneIsOpen()
    {
        var orderId = Guid.NewGuid();

        await shop.PlaceAsync(orderId, "tok_slow");
        await ChargedAsync(orderId);

        (await PaymentShop.CountAsync(shop.Payments, "SELECT count(*) FROM payment WHERE order_id = $1 AND state = 1", orderId)).ShouldBe(1, "it is written before the provider is asked");
        (await PaymentShop.CountAsync(shop.Payments, "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'")).ShouldBe(0);
        await shop.WaitForAsync(orderId, PaymentState.Authorized);
    }

    [Fact]
    public async Task ChargedButCancelled_CancelledWhileAuthorizing_LetsTheMoneyGo()
    {
        var orderId = Guid.NewGuid();

        await shop.PlaceAsync(orderId, "tok_slow");
        await ChargedAsync(orderId);
        await shop.CancelAsync(orderId);
        await shop.WaitForAsync(orderId, PaymentState.Voided);

        (await shop.LedgerAsync(orderId)).ShouldBe("Authorized 2000, Voided 2000");
        (await shop.ChargesAsync(orderId)).ShouldBe("Authorized 2000, Voided 2000");
    }

    [Fact]
    public async Task ChargedButCancelled_OutcomeUnknown_IsResolvedAndVoided()
    {
        var orderId = Guid.NewGuid();

        await shop.PlaceAsync(orderId, "tok_timeout_after_charge");
        await ChargedAsync(orderId);
        await shop.CancelAsync(orderId);
        await shop.WaitForAsync(orderId, PaymentState.Voided);

        (await shop.ChargesAsync(orderId)).ShouldBe("Authorized 2000, Voided 2000");
        (await shop.LedgerAsync(orderId)).ShouldBe("Authorized 2000, Voided 2000");
    }

    [Fact]
    public async Task ChargedButCancelled_CancelledAfterTheCapture_GivesAllBackOnce()
    {
        var orderId = Guid.NewGuid();

        await CaptureAsync(orderId);
        await Task.WhenAll(shop.CancelAsync(orderId), shop.CancelAsync(orderId));
        await shop.WaitForAsync(orderId, PaymentState.Refunded);

        (await shop.ChargesAsync(orderId)).ShouldBe("Authorized 2000, Captured 2000, Refunded 2000");
        (await shop.LedgerAsync(orderId)).ShouldBe("Authorized 2000, Captured 2000, Refunded 2000");
    }

    [Fact]
    public async Task ChargeWithoutAnOrder_CancelledBeforePlacedIsHeard_NeverAuthorizes()
    {
        var orderId = Guid.NewGuid();

        await shop.CancelAsync(orderId);
        await shop.WaitForAsync(orderId, PaymentState.Voided);
        await shop.PlaceAsync(orderId);
        await shop.ConfirmAsync(orderId);
        await SettledAsync();

        (await PaymentShop.CountAsync(shop.Provider, "SELECT count(*) FROM charge WHERE reference = $1", orderId)).ShouldBe(0);
        await shop.WaitForAsync(orderId, PaymentState.Voided);
    }

    [Fact]
    public async Task LostCapture_ConfirmedBeforePlacedIsHeard_IsCaptured()
    {
        var orderId = Guid.NewGuid();

        await shop.ConfirmAsync(orderId);
        await SettledAsync();
        await shop.PlaceAsync(orderId);
        await shop.WaitForAsync(orderId, PaymentState.Captured);

        (await shop.ChargesAsync(orderId)).ShouldBe("Authorized 2000, Captured 2000");
    }

    [Fact]
    public async Task Refund_InPartsTwiceEachAndMoreThanIsLeft_GivesBackWhatWasTakenAndNoMore()
    {
        var (orderId, first, second) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());

        await CaptureAsync(orderId);
        await shop.RefundAsync(orderId, first, 500);
        await shop.RefundAsync(orderId, first, 500);
        await PaymentShop.EventuallyAsync(async () => (await shop.LedgerAsync(orderId)).EndsWith("Refunded 500", StringComparison.Ordinal), "the first part");
        await shop.RefundAsync(orderId, second, 9999);
        await shop.WaitForAsync(orderId, PaymentState.Refunded);

        (await shop.LedgerAsync(orderId)).ShouldBe("Authorized 2000, Captured 2000, Refunded 500, Refunded 1500");
        (await shop.ChargesAsync(orderId)).ShouldBe("Authorized 2000, Captured 2000, Refunded 500, Refunded 1500");
    }

    [Fact]
    public async Task Refund_BeforeAnythingElseIsHeard_WaitsForTheCapture()
    {
        var orderId = Guid.NewGuid();

        await shop.RefundAsync(orderId, Guid.NewGuid(), 700);
        await shop.PlaceAsync(orderId);
        await PaymentShop.EventuallyAsync(async () => (await shop.LedgerAsync(orderId)).EndsWith("Refunded 700", StringComparison.Ordinal), "the refund");

        (await shop.ChargesAsync(orderId)).ShouldBe("Authorized 2000, Captured 2000, Refunded 700");
    }

    [Fact]
    public async Task Ledger_ChangedByHand_IsRefused()
    {
        var orderId = Guid.NewGuid();
        await CaptureAsync(orderId);

        foreach (var sql in new[]
        {
            $"UPDATE movement SET amount = 1 WHERE order_id = '{orderId}'",
            $"DELETE FROM movement WHERE order_id = '{orderId}'",
            $"INSERT INTO movement (order_id, kind, amount, create_time) VALUES ('{orderId}', 1, 2000, now())",
            $"INSERT INTO movement (order_id, kind, amount, create_time) VALUES ('{orderId}', 2, 2000, now())",
            $"UPDATE payment SET captured_total = amount + 1 WHERE order_id = '{orderId}'",
            $"UPDATE payment SET refunded_total = captured_total + 1 WHERE order_id = '{orderId}'",
        })
        {
            await using var command = shop.Payments.CreateCommand(sql);
            await Should.ThrowAsync<Npgsql.PostgresException>(() => command.ExecuteNonQueryAsync(), sql);
        }
    }

    private async Task CaptureAsync(Guid orderId)
    {
        await shop.PlaceAsync(orderId);
        await shop.ConfirmAsync(orderId);
        await shop.WaitForAsync(orderId, PaymentState.Captured);
    }

    private Task ChargedAsync(Guid orderId) => PaymentShop.EventuallyAsync(
        async () => await PaymentShop.CountAsync(shop.Provider, "SELECT count(*) FROM charge WHERE reference = $1", orderId) > 0, $"a charge for {orderId}");

    // What was sent before is consumed by the time that this, sent after it, is: four at a time are, so a few more than that.
    private async Task SettledAsync()
    {
        var markers = Enumerable.Range(0, 32).Select(_ => Guid.NewGuid()).ToList();
        foreach (var marker in markers)
        {
            await shop.PlaceAsync(marker);
            await shop.ConfirmAsync(marker);
        }

        await Task.WhenAll(markers.Select(marker => shop.WaitForAsync(marker, PaymentState.Captured)));
    }
}
