using Shop.Contracts.Payment.V1;

namespace Shop.Tests.Integration.Payments;

/// <summary>Payment and the provider are killed at the worst moments; a shop of its own each, as nothing of it stays whole.</summary>
[Collection(ShopServers.Collection)]
public sealed class PaymentKillTests(ShopServers servers) : IAsyncLifetime
{
    private readonly PaymentShop _shop = new(servers);

    public Task InitializeAsync() => _shop.InitializeAsync();

    public Task DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task Kill_BetweenTheProvidersChargeAndOurWrite_ChargesOnce()
    {
        var orderId = Guid.NewGuid();
        await _shop.PlaceAsync(orderId, "tok_slow");
        await PaymentShop.EventuallyAsync(async () => await _shop.ChargesAsync(orderId) == "Authorized 2000", "a charge");

        _shop.PaymentProcess.Kill();
        (await _shop.LedgerAsync(orderId)).ShouldBeEmpty();
        await _shop.PaymentProcess.StartAsync();
        await _shop.ConfirmAsync(orderId);
        await _shop.WaitForAsync(orderId, PaymentState.Captured);

        (await _shop.ChargesAsync(orderId)).ShouldBe("Authorized 2000, Captured 2000");
        (await _shop.LedgerAsync(orderId)).ShouldBe("Authorized 2000, Captured 2000");
    }

    [Fact]
    public async Task FailedVoidOnlyLogged_ProviderAwayWhenCancelled_IsVoidedWhenItIsBack()
    {
        var (held, taken) = (Guid.NewGuid(), Guid.NewGuid());
        await _shop.PlaceAsync(held);
        await _shop.PlaceAsync(taken);
        await _shop.ConfirmAsync(taken);
        await _shop.WaitForAsync(held, PaymentState.Authorized);
        await _shop.WaitForAsync(taken, PaymentState.Captured);

        _shop.ProviderProcess.Kill();
        await _shop.CancelAsync(held);
        await _shop.CancelAsync(taken);
        await PaymentShop.EventuallyAsync(async () => await PaymentShop.CountAsync(_shop.Payments, "SELECT count(*) FROM payment WHERE unknown_time IS NOT NULL") == 2, "two unknown outcomes");
        await _shop.ProviderProcess.StartAsync();
        await _shop.WaitForAsync(held, PaymentState.Voided);
        await _shop.WaitForAsync(taken, PaymentState.Refunded);

        (await _shop.ChargesAsync(held)).ShouldBe("Authorized 2000, Voided 2000");
        (await _shop.ChargesAsync(taken)).ShouldBe("Authorized 2000, Captured 2000, Refunded 2000");
    }

    [Fact]
    public async Task Replicas_TwoAtOnceAndOneKilledAmidTheWork_ChargeEachOrderOnce()
    {
        await _shop.StartSecondReplicaAsync();
        var orders = Enumerable.Range(0, 60).Select(i => (Id: Guid.NewGuid(), Token: i % 3 == 0 ? "tok_flaky" : i % 3 == 1 ? "tok_webhook_first" : "tok_approved")).ToList();

        foreach (var order in orders)
        {
            await _shop.PlaceAsync(order.Id, order.Token);
            await _shop.ConfirmAsync(order.Id);
            await _shop.PlaceAsync(order.Id, order.Token);
        }

        _shop.PaymentProcess.Kill();
        await Task.WhenAll(orders.Select(order => _shop.WaitForAsync(order.Id, PaymentState.Captured)));

        foreach (var order in orders)
        {
            (await _shop.ChargesAsync(order.Id)).ShouldBe("Authorized 2000, Captured 2000", order.Token);
            (await _shop.LedgerAsync(order.Id)).ShouldBe("Authorized 2000, Captured 2000", order.Token);
        }
    }
}
