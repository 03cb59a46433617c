using Shop.Contracts.Inventory.V1;
using Shop.Contracts.Order.V1;
using Shop.Inventory;

namespace Shop.Tests.Integration.Inventory;

/// <summary>Refunded pieces come back to where they came from, in parts and once each.</summary>
[Collection(ShopServers.Collection)]
public sealed class RestockTests(ShopServers servers) : InventoryTest(servers)
{
    [Fact]
    public async Task Restock_InParts_ReturnsEachLocationItsOwnPieces()
    {
        var orderId = await SellSixOfThreeAndFiveAsync();

        (await RestockAsync(orderId, Refund(2))).ShouldBe(0);
        (await RestockAsync(orderId, Refund(3))).ShouldBe(0);

        (await TotalsAsync("TEA")).Locations.Select(row => (row.LocationId, row.OnHand, row.Reserved)).ShouldBe([("depot", 5, 0), ("main", 2, 0)]);
        (await RestockAsync(orderId, Refund(2))).ShouldBe(1);
        (await TotalsAsync("TEA")).OnHand.ShouldBe(8);
        await ShouldReconcileAsync();
    }

    [Fact]
    public async Task Restock_SameRefundTwice_ReturnsOnce()
    {
        var orderId = await SellSixOfThreeAndFiveAsync();
        var refund = Refund(2);

        await RestockAsync(orderId, refund);
        await RestockAsync(orderId, refund);

        (await TotalsAsync("TEA")).OnHand.ShouldBe(4);
        await ShouldReconcileAsync();
    }

    [Fact]
    public async Task Restock_TenRefundsAtOnceOfTwoReplicas_ReturnWhatWasTaken()
    {
        var orderId = await SellSixOfThreeAndFiveAsync();

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => RestockAsync(orderId, Refund(1))));

        (await TotalsAsync("TEA")).OnHand.ShouldBe(8);
        (await ScalarAsync<long>("SELECT sum(returned) FROM reservation_line")).ShouldBe(6);
        await ShouldReconcileAsync();
    }

    [Fact]
    public async Task Release_AfterAPartCameBack_ReturnsTheRest()
    {
        var orderId = await SellSixOfThreeAndFiveAsync();
        await RestockAsync(orderId, Refund(2));

        await Replica.Store.ReleaseAsync(orderId, DateTimeOffset.UtcNow, Token);
        await RestockAsync(orderId, Refund(1));

        (await TotalsAsync("TEA")).Locations.Select(row => (row.LocationId, row.OnHand)).ShouldBe([("depot", 5), ("main", 3)]);
        await ShouldReconcileAsync();
    }

    [Fact]
    public async Task Restock_ToldOfWhatCanBeSoldAgain()
    {
        var orderId = await SellSixOfThreeAndFiveAsync();
        await Replica.Announcer.AnnounceAsync(Token);
        var before = await ScalarAsync<long>("SELECT count(*) FROM outbox");

        await RestockAsync(orderId, Refund(2));

        (await Replica.Announcer.AnnounceAsync(Token)).ShouldBe(1);
        (await ScalarAsync<long>("SELECT count(*) FROM outbox")).ShouldBe(before + 1);
        (await Replica.Movements.ListAsync(new() { OrderId = orderId.ToString() }, Token)).Movements[0].Kind.ShouldBe(MovementKind.Returned);
    }

    [Fact]
    public async Task Restock_OrderThatTookNothing_Fails() =>
        await Should.ThrowAsync<InvalidOperationException>(RestockAsync(Guid.CreateVersion7(), Refund(1)));

    private async Task<Guid> SellSixOfThreeAndFiveAsync()
    {
        await StockAsync("TEA", 3);
        await StockAsync("TEA", 5, "depot");
        var order = Demand(Guid.CreateVersion7(), ("TEA", 6));
        (await Replica.Batcher.ReserveAsync(order, Token)).ShouldBeOfType<ReserveOutcome.Held>();
        (await Replica.Commits.CommitAsync(order.OrderId, Token)).ShouldBeOfType<CommitOutcome.Committed>();
        return order.OrderId;
    }

    private async Task<int> RestockAsync(Guid orderId, Refund refund)
    {
        await using var transaction = Replica.Store.Begin();
        var missing = await ReservationMoves.RestockAsync(transaction, orderId, refund, DateTimeOffset.UtcNow, Token);
        await transaction.CommitAsync(Token);
        return missing;
    }

    private static Refund Refund(int quantity) => new() { RefundId = NewId(), Restock = true, Lines = { new LineQuantity { Sku = "TEA", Quantity = quantity } } };
}
